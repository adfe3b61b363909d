package io.parley.jobs.media.track;

import io.parley.storage.contract.RtpRecord;
import io.parley.storage.contract.TrackDescription;
import java.util.List;

/**
 * What is still open of one track between two records of the log: packets waiting for an earlier
 * one, the frame being assembled, the clock. All of it a function of the records alone, in the
 * order and at the arrival times they bear.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class TrackState {
  private final TrackDescription track;

  public TrackState(TrackDescription track, long meetingStartEpochMicros) {
    this.track = track;
  }

  /** Takes in one packet (RTP or RTCP) and gives the frames it completed, in capture order. */
  public List<EncodedFrame> accept(RtpRecord.Packet packet) {
    throw new UnsupportedOperationException(track.trackId().value());
  }

  /** Lets arrival time pass: gives up on packets that are overdue. */
  public List<EncodedFrame> advanceTo(long arrivalEpochMicros) {
    throw new UnsupportedOperationException(track.trackId().value());
  }

  /** When {@link #advanceTo} has something to do; {@code Long.MAX_VALUE} if nothing waits. */
  public long nextDeadlineEpochMicros() {
    return Long.MAX_VALUE;
  }

  /** Versioned; what {@link #fromBytes} takes. */
  public byte[] toBytes() {
    throw new UnsupportedOperationException(track.trackId().value());
  }

  /**
   * @throws IllegalArgumentException if the bytes are cut short or of a newer version
   */
  public static TrackState fromBytes(byte[] bytes) {
    throw new UnsupportedOperationException(bytes.length + " bytes");
  }

  /** The track is over: gives all that waits. */
  public List<EncodedFrame> finish() {
    return advanceTo(Long.MAX_VALUE);
  }
}
