package io.parley.bench.load;

import java.util.Random;

/**
 * What a bad network does to the datagrams of one peer, each way: some are lost, some come later
 * than those behind them. Seeded, so that every unit meets the same network. On the loop's thread.
 */
public final class Impairment {
  /** What becomes of one datagram: {@link #DROP}, 0 for nothing, else nanoseconds of delay. */
  static final long DROP = -1;

  private static final double LATE = 0.005;
  private static final long MIN_LATE_NANOS = 3_000_000;
  private static final long MAX_LATE_NANOS = 15_000_000;

  private final double loss;
  private final Random random;

  /**
   * @param loss 0 for a good network, which delays nothing either; below 1
   */
  public Impairment(double loss, long seed) {
    if (!(loss >= 0 && loss < 1)) {
      throw new IllegalArgumentException("loss is a share: " + loss);
    }
    this.loss = loss;
    this.random = new Random(seed);
  }

  boolean isNone() {
    return loss == 0;
  }

  /** Decides on the next datagram. */
  long next() {
    if (loss == 0) {
      return 0;
    }
    double chance = random.nextDouble();
    if (chance < loss) {
      return DROP;
    }
    if (chance < loss + LATE) {
      return MIN_LATE_NANOS + (long) (random.nextDouble() * (MAX_LATE_NANOS - MIN_LATE_NANOS));
    }
    return 0;
  }
}
