package io.parley.sfu.room;

import io.parley.sfu.track.UpPacket;
import io.parley.sfu.track.UpReport;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.TrackDescription;

/** For an installation without a log: meetings leave no trace. */
public final class NoLog implements MeetingLog {
  private static final Tap NOTHING =
      new Tap() {
        @Override
        public long dropped() {
          return 0;
        }

        @Override
        public void packet(UpPacket packet) {}

        @Override
        public void senderReport(UpReport report) {}

        @Override
        public int layersTaken(int layers) {
          return 0;
        }

        @Override
        public void ended() {}
      };

  @Override
  public void opened(MeetingId meeting) {}

  @Override
  public void closed(MeetingId meeting) {}

  @Override
  public void event(MeetingEvent event) {}

  @Override
  public Tap tap(TrackDescription track, long meetingStartEpochMicros) {
    return NOTHING;
  }
}
