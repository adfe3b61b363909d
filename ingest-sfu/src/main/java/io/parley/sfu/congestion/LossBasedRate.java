package io.parley.sfu.congestion;

/**
 * The bit rate that loss allows (draft-ietf-rmcat-gcc-02 §6): no limit while less than a tenth is
 * lost, since that little is repaired; less in proportion when more is. After that it goes up again
 * by 8 % a second while hardly anything is lost.
 */
final class LossBasedRate {
  static final long UNLIMITED = Long.MAX_VALUE;

  private static final double LITTLE = 0.02;
  private static final double MUCH = 0.10;
  private static final double UP_PER_SECOND = 1.08;
  private static final int ENOUGH = 20;
  private static final long PERIOD_MICROS = 300_000;

  private long bitsPerSecond = UNLIMITED;
  private long lost;
  private long sent;
  private double fraction;
  private long updatedMicros = Long.MIN_VALUE;

  long bitsPerSecond() {
    return bitsPerSecond;
  }

  /** Of the last period, 0–1. */
  double fractionLost() {
    return fraction;
  }

  void packets(long reported, long ofTheseLost) {
    sent += reported;
    lost += ofTheseLost;
  }

  /**
   * @param current the rate in force
   */
  void update(long current, long nowMicros) {
    if (updatedMicros == Long.MIN_VALUE) {
      updatedMicros = nowMicros;
    }
    long elapsed = nowMicros - updatedMicros;
    if (elapsed < PERIOD_MICROS || sent < ENOUGH) {
      return;
    }
    fraction = (double) lost / sent;
    updatedMicros = nowMicros;
    sent = 0;
    lost = 0;
    if (fraction > MUCH) {
      bitsPerSecond = (long) (Math.min(current, bitsPerSecond) * (1 - fraction / 2));
    } else if (fraction < LITTLE && bitsPerSecond != UNLIMITED) {
      double up = Math.pow(UP_PER_SECOND, Math.min(1, elapsed / 1e6));
      bitsPerSecond = (long) (bitsPerSecond * up) + 1_000;
      // Twice what delay allows is no limit any more.
      bitsPerSecond = bitsPerSecond > 2 * current ? UNLIMITED : bitsPerSecond;
    }
  }

  /** A probe showed that more goes through. */
  void raiseTo(long measured) {
    bitsPerSecond = bitsPerSecond == UNLIMITED ? UNLIMITED : Math.max(bitsPerSecond, measured);
  }
}
