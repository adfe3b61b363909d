package io.parley.sfu.forward;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Shares what goes through to one subscriber among the pictures it has use for: first every one its
 * lowest layer, in the order of importance, then from the most important on as much as there is
 * left. Sound is taken off before. A step up needs some room to spare, and after a step down some
 * time, so that nothing goes to and fro.
 */
public final class BandwidthAllocation {
  private static final double USED = 0.95;
  private static final double ROOM_TO_RISE = 1.15;

  /**
   * Up to this much more than there is, the one picture that matters most is tried all the same.
   */
  private static final double TOO_MUCH = 2;

  private BandwidthAllocation() {}

  /**
   * A picture that the subscriber has use for.
   *
   * @param importance higher goes first
   * @param spatial highest simulcast layer of use, from 0
   * @param temporal highest temporal layer of use, from 0
   */
  public record Claim(SendPath path, long importance, int spatial, int temporal) {}

  /**
   * One way to send a track.
   *
   * @param bitsPerSecond on the wire
   */
  record Step(int spatial, int temporal, long bitsPerSecond) {}

  /**
   * Sets the layers of all.
   *
   * @param bitsPerSecond what goes through, on the wire
   * @param soundBitsPerSecond of it, for sound
   * @return bits a second that all together would take, sound included
   */
  public static long share(List<Claim> claims, long bitsPerSecond, long soundBitsPerSecond) {
    List<Claim> sorted = new ArrayList<>(claims);
    sorted.sort(Comparator.comparingLong(Claim::importance).reversed());
    List<List<Step>> steps = new ArrayList<>();
    long wanted = soundBitsPerSecond;
    for (Claim claim : sorted) {
      List<Step> own = claim.path().source().steps(claim.spatial(), claim.temporal());
      steps.add(own);
      wanted += own.get(own.size() - 1).bitsPerSecond();
    }
    long left = (long) (USED * bitsPerSecond) - soundBitsPerSecond;
    int[] chosen = choose(sorted, steps, left);
    for (int i = 0; i < chosen.length; i++) {
      SendPath path = sorted.get(i).path();
      if (chosen[i] < 0) {
        path.starve();
      } else {
        Step step = steps.get(i).get(chosen[i]);
        if (step.spatial() < sorted.get(i).spatial() && step.spatial() < path.layer()) {
          path.steppedDown();
        }
        path.limitLayers(step.spatial(), step.temporal());
      }
    }
    return wanted;
  }

  private static int[] choose(List<Claim> claims, List<List<Step>> steps, long bits) {
    int[] chosen = new int[claims.size()];
    long left = bits;
    for (int i = 0; i < chosen.length; i++) {
      Step lowest = steps.get(i).get(0);
      boolean fits =
          cost(claims.get(i), lowest) <= left
              || (i == 0 && steps.get(i).size() == 1 && lowest.bitsPerSecond() < TOO_MUCH * left);
      chosen[i] = fits ? 0 : -1;
      left -= fits ? lowest.bitsPerSecond() : 0;
    }
    for (int i = 0; i < chosen.length; i++) {
      List<Step> own = steps.get(i);
      for (int to = own.size() - 1; chosen[i] >= 0 && to > chosen[i]; to--) {
        long before = own.get(chosen[i]).bitsPerSecond();
        if (cost(claims.get(i), own.get(to)) - before <= left) {
          left -= own.get(to).bitsPerSecond() - before;
          chosen[i] = to;
        }
      }
    }
    return chosen;
  }

  /** More than it is by some for a step that is not taken now. */
  private static double cost(Claim claim, Step step) {
    SendPath path = claim.path();
    if (!path.isStarved() && step.spatial() > path.spatialLimit() && !path.mayRise()) {
      return Double.MAX_VALUE;
    }
    boolean higher =
        path.isStarved()
            || step.spatial() > path.spatialLimit()
            || (step.spatial() == path.spatialLimit() && step.temporal() > path.temporalLimit());
    return (higher ? ROOM_TO_RISE : 1) * step.bitsPerSecond();
  }
}
