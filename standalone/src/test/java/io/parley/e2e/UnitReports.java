package io.parley.e2e;

import io.parley.jobs.testing.LogTail;
import io.parley.storage.codec.FormatException;
import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.codec.MeetingLogEntry;
import io.parley.storage.codec.Topics;
import io.parley.storage.contract.MeetingEvent;
import java.util.HashMap;
import java.util.Map;

/** What the forwarding unit has said in the log about the packets that reached it. */
final class UnitReports {
  private UnitReports() {}

  /** The last word on each track, by track id; of tracks that are over that covers all of them. */
  static Map<String, MeetingEvent.TrackQuality> lastOfEachTrack(ParleyProcess parley)
      throws FormatException {
    Map<String, MeetingEvent.TrackQuality> last = new HashMap<>();
    try (LogTail log =
        new LogTail(parley.bootstrapServers(), Topics.unprefixed().meetingEvents().name())) {
      for (byte[] value : log.read()) {
        if (MeetingEventCodec.decode(value) instanceof MeetingLogEntry.Event entry
            && entry.event() instanceof MeetingEvent.TrackQuality quality) {
          last.put(quality.trackId().value(), quality);
        }
      }
    }
    return last;
  }
}
