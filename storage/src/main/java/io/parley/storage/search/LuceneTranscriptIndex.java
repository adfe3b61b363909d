package io.parley.storage.search;

import io.parley.storage.contract.MeetingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.SleepingLockWrapper;

/**
 * The index as files of one directory, shared by processes on one machine. Each write takes the
 * directory's lock, commits and lets go again, so that a second writer (another job, or somebody
 * who deletes a meeting) only waits; the operating system drops the lock of a process that dies,
 * and what wasn't committed is as if never written. Readers take no lock.
 */
public final class LuceneTranscriptIndex {
  private static final long LOCK_WAIT_MILLIS = 60_000;
  private static final long LOCK_POLL_MILLIS = 10;

  private LuceneTranscriptIndex() {}

  /**
   * @param directory made if missing
   */
  public static TranscriptIndex.Writer openWriter(Path directory) throws IOException {
    return new Writer(open(directory));
  }

  /**
   * @param directory may still be empty: then nothing is found until something is written
   */
  public static TranscriptIndex.Reader openReader(Path directory) throws IOException {
    return new LuceneReader(open(directory));
  }

  private static Directory open(Path directory) throws IOException {
    return FSDirectory.open(Files.createDirectories(directory));
  }

  private interface Change {
    void apply(IndexWriter writer) throws IOException;
  }

  private static final class Writer implements TranscriptIndex.Writer {
    private final Directory directory;

    Writer(Directory directory) {
      this.directory = directory;
    }

    @Override
    public void upsert(Collection<IndexedUtterance> utterances) throws IOException {
      if (utterances.isEmpty()) {
        return;
      }
      commit(
          writer -> {
            for (IndexedUtterance utterance : utterances) {
              writer.updateDocument(
                  UtteranceDocument.idOf(utterance), UtteranceDocument.of(utterance));
            }
          });
    }

    @Override
    public void deleteMeeting(MeetingId meetingId) throws IOException {
      commit(
          writer -> writer.deleteDocuments(new Term(UtteranceDocument.MEETING, meetingId.value())));
    }

    private void commit(Change change) throws IOException {
      try (TranscriptAnalyzer analyzer = TranscriptAnalyzer.forIndexing()) {
        IndexWriterConfig config = new IndexWriterConfig(analyzer).setCommitOnClose(false);
        try (IndexWriter writer = new IndexWriter(waitingForLock(), config)) {
          change.apply(writer);
          writer.commit();
        }
      }
    }

    private Directory waitingForLock() {
      return new SleepingLockWrapper(directory, LOCK_WAIT_MILLIS, LOCK_POLL_MILLIS);
    }

    @Override
    public void close() throws IOException {
      directory.close();
    }
  }
}
