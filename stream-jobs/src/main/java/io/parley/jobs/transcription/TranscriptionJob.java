package io.parley.jobs.transcription;

import io.parley.jobs.JobConfig;
import io.parley.jobs.live.LiveTrackOperator;
import io.parley.jobs.log.LogEntry;
import io.parley.jobs.log.LogSinks;
import io.parley.jobs.log.LogSources;
import io.parley.jobs.stores.Opener;
import io.parley.storage.codec.FormatException;
import io.parley.storage.codec.RtpRecordCodec;
import io.parley.storage.contract.RtpRecord;
import io.parley.transcription.Recogniser;
import io.parley.transcription.VoskRecogniser;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Captions while people speak, and the word that a transcript is whole.
 *
 * <table>
 * <caption>What happens to input that is</caption>
 * <tr><th>late</th><td>A packet that comes when its turn in the reorder buffer has passed, or a
 *   second behind its track, is counted and not heard. Captions after the transcript was declared
 *   whole can't be: every utterance is closed before.</td></tr>
 * <tr><th>missing</th><td>Lost packets are silence of the same length. No end of the meeting: the
 *   transcript stays open.</td></tr>
 * <tr><th>repeated</th><td>Packets are dropped by number, a second end is ignored. Read again from
 *   the beginning, the log gives the same captions under the same ids.</td></tr>
 * <tr><th>malformed</th><td>Counted and skipped.</td></tr>
 * </table>
 *
 * <p>Names of those who came are written as they write themselves, from two seconds after they came
 * on ({@link NameStage}).
 *
 * <p>Restored from a checkpoint, the recogniser hears the open utterance again.
 */
public final class TranscriptionJob {
  private static final String NAME = "transcription";

  private TranscriptionJob() {}

  /** The job between Kafka's topics. */
  public static void build(StreamExecutionEnvironment env, JobConfig config) {
    LogSources log = new LogSources(env, config, NAME);
    JobConfig.Model model = config.model();
    wire(
        log.rtp(),
        log.meetingEvents(),
        () -> VoskRecogniser.shared(model.recogniserModel()),
        LogSinks.captions(config));
  }

  /** The stages in order. */
  public static void wire(
      DataStream<LogEntry> rtp,
      DataStream<LogEntry> meetingEvents,
      Opener<Recogniser> recogniser,
      Sink<LogEntry> captions) {
    BroadcastStream<LogEntry> comings =
        meetingEvents
            .filter(NameStage::matters)
            .name("transcription: comings only")
            .uid("transcription-comings")
            .broadcast(NameStage.MEETINGS);

    DataStream<LogEntry> named =
        rtp.filter(TranscriptionJob::isAudio)
            .name("transcription: sound only")
            .uid("transcription-sound")
            .keyBy(LiveTrackOperator::keyOf)
            .connect(comings)
            .process(new NameStage())
            .returns(LogEntry.class)
            .name("transcription: names")
            .uid("transcription-names");

    // Still where their key put them: listening happens in the same task.
    DataStream<LogEntry> spoken =
        DataStreamUtils.reinterpretAsKeyedStream(named, LiveTrackOperator::keyOf, Types.STRING)
            .transform(
                "transcription: listen",
                TypeInformation.of(LogEntry.class),
                new LiveTrackOperator<>(new TrackListener(recogniser)))
            .uid("transcription-listen");

    spoken
        .keyBy(LogEntry::meetingId)
        .connect(meetingEvents.keyBy(LogEntry::meetingId))
        .process(new TranscriptCloser())
        .returns(LogEntry.class)
        .name("transcription: close")
        .uid("transcription-close")
        .sinkTo(captions)
        .name("transcription: captions")
        .uid("transcription-captions");
  }

  private static boolean isAudio(LogEntry record) throws FormatException {
    return RtpRecordCodec.decode(record.header(), record.value()) instanceof RtpRecord.Packet packet
        && packet.track().codec().isAudio();
  }
}
