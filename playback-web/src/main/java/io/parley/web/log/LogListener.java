package io.parley.web.log;

import io.parley.storage.codec.MeetingLogEntry;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.RecordingEvent;

/** Hears the log, record by record, on the reader's thread. Every record may come twice. */
public interface LogListener {
  void meeting(MeetingLogEntry entry);

  void caption(Caption caption);

  void recording(RecordingEvent event);
}
