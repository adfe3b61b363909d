package io.parley.jobs.indexing;

import io.parley.jobs.JobConfig;
import io.parley.jobs.log.LogEntry;
import io.parley.jobs.log.LogSinks;
import io.parley.jobs.log.LogSources;
import io.parley.jobs.stores.MeetingStore;
import io.parley.jobs.stores.Opener;
import io.parley.jobs.stores.SharedStores;
import io.parley.storage.search.LuceneTranscriptIndex;
import io.parley.storage.search.TranscriptIndex;
import java.nio.file.Path;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * What was said, to be found again: rows and search index as people speak, transcript and caption
 * files when it is whole.
 *
 * <table>
 * <caption>What happens to input that is</caption>
 * <tr><th>late</th><td>A name that comes after its utterance is waited for, 10 s of wall-clock time;
 *   then the participant's id stands for it. A final after the transcript was whole gets its row
 *   and index entry.</td></tr>
 * <tr><th>missing</th><td>Without {@code TranscriptCompleted} there is no transcript, but rows and
 *   index have what was said.</td></tr>
 * <tr><th>repeated</th><td>Every write replaces the same row, entry or object.</td></tr>
 * <tr><th>malformed</th><td>Counted and skipped.</td></tr>
 * </table>
 */
public final class IndexingJob {
  private static final String NAME = "indexing";

  private IndexingJob() {}

  /** The job between Kafka, the stores and the index. */
  public static void build(StreamExecutionEnvironment env, JobConfig config) {
    LogSources log = new LogSources(env, config, NAME);
    String directory = config.indexDirectory();
    wire(
        config,
        log.captions(),
        log.meetingEvents(),
        log.recordings(),
        () -> SharedStores.open(config),
        () -> LuceneTranscriptIndex.openWriter(Path.of(directory)),
        LogSinks.recordings(config));
  }

  /** The stages in order. */
  public static void wire(
      JobConfig config,
      DataStream<LogEntry> captions,
      DataStream<LogEntry> meetingEvents,
      DataStream<LogEntry> recordings,
      Opener<MeetingStore> stores,
      Opener<TranscriptIndex.Writer> index,
      Sink<LogEntry> events) {
    String language = config.model().language();
    captions
        .keyBy(LogEntry::meetingId)
        .connect(meetingEvents.keyBy(LogEntry::meetingId))
        .process(new TranscriptStage(language, stores, index))
        .returns(LogEntry.class)
        .name("indexing: transcript")
        .uid("indexing-transcript")
        .sinkTo(events)
        .name("indexing: events")
        .uid("indexing-events");

    recordings
        .keyBy(LogEntry::meetingId)
        .process(new SubtitlesStage(config.picture(), language, stores))
        .returns(Void.class)
        .name("indexing: subtitles")
        .uid("indexing-subtitles")
        .sinkTo(new DiscardingSink<>())
        .name("indexing: end")
        .uid("indexing-end");
  }
}
