package io.parley.storage.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.contract.MeetingId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers and readers at once, in one process and in several, and a writer that dies. */
class IndexAcrossProcessesIT {
  private static final int BATCH = 20;
  private static final MeetingId MEETING = new MeetingId("m1");

  @TempDir Path directory;

  /** Writes batch after batch, saying so after each, until somebody ends the process. */
  static final class EndlessWriter {
    public static void main(String[] args) throws IOException {
      try (TranscriptIndex.Writer writer = LuceneTranscriptIndex.openWriter(Path.of(args[0]))) {
        for (int batch = 0; ; batch++) {
          writer.upsert(batch("child-" + batch));
          System.out.println(batch + 1);
        }
      }
    }
  }

  @Test
  void killedWriterLeavesWholeBatchesAndNoLock() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EndlessWriter.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long said = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      while (said < 7) {
        said = Long.parseLong(lines.readLine());
      }
      // by its handle: that leaves open the pipe with what the child still said
      child.toHandle().destroyForcibly();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said = Long.parseLong(line);
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    long found = total();
    assertThat(found % BATCH).isZero();
    assertThat(found).isBetween(said * BATCH, (said + 1) * BATCH);
    try (TranscriptIndex.Writer writer = LuceneTranscriptIndex.openWriter(directory)) {
      writer.upsert(batch("after"));
    }
    assertThat(total()).isEqualTo(found + BATCH);
  }

  @Test
  void readersSeeOnlyWholeBatchesWhileTwoWritersTakeTurns() throws Exception {
    int batches = 15;
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try (TranscriptIndex.Reader reader = LuceneTranscriptIndex.openReader(directory)) {
      List<Future<?>> writers = new ArrayList<>();
      for (String name : List.of("a", "b")) {
        writers.add(
            pool.submit(
                () -> {
                  try (TranscriptIndex.Writer writer =
                      LuceneTranscriptIndex.openWriter(directory)) {
                    for (int i = 0; i < batches; i++) {
                      writer.upsert(batch(name + i));
                    }
                  }
                  return null;
                }));
      }
      long seen = 0;
      while (!writers.stream().allMatch(Future::isDone)) {
        long now = reader.search(TranscriptQuery.of("words", Set.of(MEETING))).total();
        assertThat(now % BATCH).isZero();
        assertThat(now).isGreaterThanOrEqualTo(seen);
        seen = now;
      }
      for (Future<?> done : writers) {
        done.get();
      }
      assertThat(reader.search(TranscriptQuery.of("words", Set.of(MEETING))).total())
          .isEqualTo(2L * batches * BATCH);
    } finally {
      pool.shutdownNow();
    }
  }

  private long total() throws IOException {
    try (TranscriptIndex.Reader reader = LuceneTranscriptIndex.openReader(directory)) {
      return reader.search(TranscriptQuery.of("words", Set.of(MEETING))).total();
    }
  }

  private static List<IndexedUtterance> batch(String name) {
    List<IndexedUtterance> batch = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      batch.add(
          LuceneTranscriptIndexTest.said(
              MEETING, name + "-" + i, "Anna", Instant.EPOCH, i, "some words"));
    }
    return batch;
  }
}
