package io.parley.storage.codec;

import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.RtpRecord;

/** A record of the {@code meeting-events} topic: something happened, or time passed. */
public sealed interface MeetingLogEntry {

  /** Microseconds since 1970: the event time of the record. */
  long atEpochMicros();

  /** Something happened in a meeting. */
  record Event(MeetingEvent event) implements MeetingLogEntry {
    @Override
    public long atEpochMicros() {
      return event.atEpochMicros();
    }
  }

  /** Time passed, in every partition. */
  record Tick(RtpRecord.Tick tick) implements MeetingLogEntry {
    @Override
    public long atEpochMicros() {
      return tick.arrivalEpochMicros();
    }
  }
}
