package io.parley.jobs.indexing;

import io.parley.jobs.JobConfig;
import io.parley.jobs.log.LogEntry;
import io.parley.jobs.log.LogSinks;
import io.parley.jobs.log.LogSources;
import io.parley.jobs.stores.MeetingStore;
import io.parley.jobs.stores.Opener;
import io.parley.jobs.stores.SharedStores;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The minutes of a meeting, seconds after its transcript is ready. It reads the stored transcript,
 * so it needs no state, and better minutes can be written of any old meeting.
 *
 * <table>
 * <caption>What happens to input that is</caption>
 * <tr><th>late</th><td>There is no late: the event says that the transcript is whole.</td></tr>
 * <tr><th>missing</th><td>Without a transcript there are no minutes.</td></tr>
 * <tr><th>repeated</th><td>Version 1 is written again, the same; edited versions stay.</td></tr>
 * <tr><th>malformed</th><td>Counted and skipped.</td></tr>
 * </table>
 */
public final class MinutesJob {
  private static final String NAME = "minutes";

  private MinutesJob() {}

  /** The job between Kafka and the stores. */
  public static void build(StreamExecutionEnvironment env, JobConfig config) {
    wire(
        config,
        new LogSources(env, config, NAME).recordings(),
        () -> SharedStores.open(config),
        LogSinks.recordings(config));
  }

  /** The stages in order. */
  public static void wire(
      JobConfig config,
      DataStream<LogEntry> recordings,
      Opener<MeetingStore> stores,
      Sink<LogEntry> events) {
    recordings
        .process(new MinutesStage(config.zone(), stores))
        .returns(LogEntry.class)
        .name("minutes: write")
        .uid("minutes-write")
        .sinkTo(events)
        .name("minutes: events")
        .uid("minutes-events");
  }
}
