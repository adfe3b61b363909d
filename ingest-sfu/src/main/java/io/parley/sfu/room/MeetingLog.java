package io.parley.sfu.room;

import io.parley.sfu.track.DownTrack;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.TrackDescription;

/**
 * Where meetings are remembered. Called on meetings' loops; never blocks: the live path never waits
 * for the recording path.
 */
public interface MeetingLog {

  /** From now on time passes in the log. */
  void opened(MeetingId meeting);

  /** The meeting is over; time passes for a little longer. */
  void closed(MeetingId meeting);

  void event(MeetingEvent event);

  /** One more receiver of a track. */
  Tap tap(TrackDescription track, long meetingStartEpochMicros);

  /** The receiver that remembers. */
  interface Tap extends DownTrack {
    /** Packets the log never saw. Any thread. */
    long dropped();
  }
}
