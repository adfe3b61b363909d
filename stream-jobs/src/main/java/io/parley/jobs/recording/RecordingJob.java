package io.parley.jobs.recording;

import io.parley.jobs.JobConfig;
import io.parley.jobs.live.LiveTrackOperator;
import io.parley.jobs.log.LogEntry;
import io.parley.jobs.log.LogSinks;
import io.parley.jobs.log.LogSources;
import io.parley.jobs.stores.MeetingStore;
import io.parley.jobs.stores.Opener;
import io.parley.jobs.stores.SharedStores;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The recording: grows while the meeting runs, complete seconds after its end.
 *
 * <table>
 * <caption>What happens to input that is</caption>
 * <tr><th>late</th><td>A packet after its turn in the reorder buffer is counted. A frame complete
 *   later than its window's end and the grace misses the window, not the archive file. What comes
 *   after the end of the meeting and the grace is counted.</td></tr>
 * <tr><th>missing</th><td>Lost packets leave a frozen picture or silence of the same length; the
 *   manifest lists them. A window without a packet shows names. No start of the meeting within a
 *   minute: its packets are dropped and counted. No end: the recording stays open until the end
 *   comes.</td></tr>
 * <tr><th>repeated</th><td>Packets are dropped by number; a second start or end is ignored. Read
 *   again from the beginning, the log gives the same objects, rows and events under the same
 *   names.</td></tr>
 * <tr><th>malformed</th><td>Counted and skipped.</td></tr>
 * </table>
 *
 * <p>Recording switched off: the picture is empty, the sound silent and nothing archived, but time
 * goes on, so that words and pictures stay where they were.
 */
public final class RecordingJob {
  private static final String NAME = "recording";

  private RecordingJob() {}

  /** The job between Kafka and the stores. */
  public static void build(StreamExecutionEnvironment env, JobConfig config) {
    LogSources log = new LogSources(env, config, NAME);
    wire(
        config,
        log.rtp(),
        log.meetingEvents(),
        () -> SharedStores.open(config),
        LogSinks.recordings(config));
  }

  /** The stages in order. */
  public static void wire(
      JobConfig config,
      DataStream<LogEntry> rtp,
      DataStream<LogEntry> meetingEvents,
      Opener<MeetingStore> stores,
      Sink<LogEntry> recordings) {
    DataStream<LogEntry> frames =
        rtp.keyBy(LiveTrackOperator::keyOf)
            .transform(
                "recording: frames",
                TypeInformation.of(LogEntry.class),
                new LiveTrackOperator<>(new TrackAssembler()))
            .uid("recording-frames");

    SingleOutputStreamOperator<WindowTask> windows =
        frames
            .keyBy(LogEntry::meetingId)
            .connect(meetingEvents.keyBy(LogEntry::meetingId))
            .process(new MeetingWindows(config.graceMillis(), config.archiveWindows()))
            .returns(WindowTask.class)
            .name("recording: windows")
            .uid("recording-windows");

    DataStream<Stored> segments =
        windows
            .rebalance()
            .process(new WindowStage(config.picture(), stores))
            .returns(Stored.class)
            .name("recording: compose")
            .uid("recording-compose");

    DataStream<Stored> archives =
        windows
            .getSideOutput(MeetingWindows.ARCHIVES)
            .rebalance()
            .process(new ArchiveStage(stores))
            .returns(Stored.class)
            .name("recording: archive")
            .uid("recording-archive");

    SingleOutputStreamOperator<LogEntry> published =
        segments
            .union(archives)
            .keyBy(Stored::meetingId)
            .connect(windows.getSideOutput(MeetingWindows.OVER).keyBy(MeetingOver::meetingId))
            .process(new RecordingPublisher(config.picture(), stores))
            .returns(LogEntry.class)
            .name("recording: publish")
            .uid("recording-publish");

    published.sinkTo(recordings).name("recording: events").uid("recording-events");

    published
        .getSideOutput(RecordingPublisher.COMPLETE)
        .rebalance()
        .process(new DownloadStage(stores))
        .returns(PersonTask.class)
        .name("recording: downloads")
        .uid("recording-downloads")
        .rebalance()
        .process(new PersonStage(config.picture().audioBitRate(), stores))
        .returns(PersonFile.class)
        .name("recording: people")
        .uid("recording-people")
        .keyBy(PersonFile::meetingId)
        .process(new PersonListing(stores))
        .returns(Void.class)
        .name("recording: listing")
        .uid("recording-listing")
        .sinkTo(new DiscardingSink<>())
        .name("recording: end")
        .uid("recording-end");
  }
}
