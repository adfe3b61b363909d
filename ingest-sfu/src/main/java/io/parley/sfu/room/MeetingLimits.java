package io.parley.sfu.room;

import io.parley.sfu.congestion.BandwidthEstimator;
import io.parley.sfu.forward.BandwidthAllocation.Claim;
import java.util.List;

/**
 * What one meeting may send to each participant.
 *
 * @param minBitsPerSecond the estimate of a bad network does not fall below it
 * @param maxBitsPerSecond no more is sent, however good the network is
 * @param lastN so many pictures at most; of cameras those who speak or are large on the screen
 */
public record MeetingLimits(long minBitsPerSecond, long maxBitsPerSecond, int lastN) {
  /** Whatever the network carries. */
  public static final MeetingLimits DEFAULT =
      new MeetingLimits(BandwidthEstimator.MIN_BPS, BandwidthEstimator.MAX_BPS, 1_000);

  public MeetingLimits {
    if (minBitsPerSecond < 10_000 || maxBitsPerSecond < minBitsPerSecond) {
      throw new IllegalArgumentException("bit rates are at least 10000, the least first");
    }
    if (lastN < 0) {
      throw new IllegalArgumentException("lastN is not negative");
    }
  }

  long within(long bitsPerSecond) {
    return Math.max(minBitsPerSecond, Math.min(maxBitsPerSecond, bitsPerSecond));
  }

  /** The first of them; the others get nothing. */
  List<Claim> first(List<Claim> byImportance) {
    if (byImportance.size() <= lastN) {
      return byImportance;
    }
    byImportance.subList(lastN, byImportance.size()).forEach(claim -> claim.path().starve());
    return byImportance.subList(0, lastN);
  }
}
