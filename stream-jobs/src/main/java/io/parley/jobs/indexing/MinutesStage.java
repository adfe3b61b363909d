package io.parley.jobs.indexing;

import io.parley.jobs.log.LogEntry;
import io.parley.jobs.minutes.MinutesInput;
import io.parley.jobs.minutes.MinutesWriter;
import io.parley.jobs.stores.MeetingStore;
import io.parley.jobs.stores.Opener;
import io.parley.storage.codec.MinutesCodec;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.codec.ObjectKeys.TranscriptFormat;
import io.parley.storage.codec.RecordingEventCodec;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.Minutes;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RecordingEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** A transcript that is ready to the minutes of its meeting. No state. */
final class MinutesStage extends ProcessFunction<LogEntry, LogEntry> {
  private static final long serialVersionUID = 1;

  private final String zone;
  private final Opener<MeetingStore> opener;
  private transient @Nullable MeetingStore store;

  MinutesStage(String zone, Opener<MeetingStore> opener) {
    this.zone = zone;
    this.opener = opener;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    store = opener.open();
  }

  @Override
  public void processElement(LogEntry entry, Context context, Collector<LogEntry> out)
      throws Exception {
    MeetingStore open = store;
    if (!(RecordingEventCodec.decode(entry.value()) instanceof RecordingEvent.TranscriptReady ready)
        || open == null
        || open.wasDeleted(ready.meetingId())) {
      return;
    }
    MeetingId meeting = ready.meetingId();
    ObjectKeys keys = new ObjectKeys(meeting);
    String transcript = keys.transcript(ready.language(), TranscriptFormat.JSON);
    Minutes minutes = MinutesWriter.write(input(TranscriptDocument.read(open.get(transcript))));
    String key = keys.minutes(minutes.version());
    open.put(key, MinutesCodec.encode(minutes), "application/json");
    RecordingEvent event = new RecordingEvent.MinutesReady(meeting, minutes.version(), key);
    open.record(event);
    out.collect(
        LogEntry.of(meeting.value(), entry.epochMicros(), RecordingEventCodec.encode(event)));
  }

  @Override
  public void close() throws Exception {
    if (store != null) {
      store.close();
    }
  }

  private MinutesInput input(TranscriptDocument document) {
    return new MinutesInput(
        new MeetingId(document.meetingId()),
        document.subject(),
        Instant.EPOCH.plus(document.startedAtEpochMicros(), ChronoUnit.MICROS),
        ZoneId.of(zone),
        document.durationMicros(),
        document.language(),
        document.participants().stream()
            .map(
                one ->
                    new MinutesInput.Participant(
                        new ParticipantId(one.participantId()), one.displayName()))
            .toList(),
        document.captions());
  }
}
