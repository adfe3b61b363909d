package io.parley.sfu.forward;

/**
 * How many key frames one subscriber may cost a publisher, and thereby everybody who watches it: a
 * few at once, then one every {@link #REFILL_MICROS}. Asking again while none has come yet is free.
 * On the meeting's loop.
 */
final class KeyFrameBudget {
  static final int BURST = 6;
  static final long REFILL_MICROS = 2_000_000;

  private int left = BURST;
  private boolean started;
  private boolean waiting;
  private long refilledMicros;

  /** Whether a request of this subscriber is passed on to the publisher. */
  boolean allows(long nowMicros) {
    if (waiting) {
      return true;
    }
    if (!started) {
      started = true;
      refilledMicros = nowMicros;
    }
    long earned = (nowMicros - refilledMicros) / REFILL_MICROS;
    if (earned > 0) {
      refilledMicros += earned * REFILL_MICROS;
      left = (int) Math.min(BURST, left + earned);
    }
    if (left == 0) {
      return false;
    }
    left--;
    waiting = true;
    return true;
  }

  /** A key frame went to the subscriber. */
  void arrived() {
    waiting = false;
  }
}
