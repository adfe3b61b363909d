package io.parley.sfu.forward;

/**
 * Makes the wishes of many receivers into few requests: at most one in {@link #INTERVAL_MICROS}. A
 * wish stands until a key frame came or {@link #MAX_TRIES} requests went unheard.
 */
final class KeyFrameThrottle {
  static final long INTERVAL_MICROS = 500_000;
  static final int MAX_TRIES = 10;

  private boolean asked;
  private long askedMicros;
  private int triesLeft;

  void wish() {
    triesLeft = MAX_TRIES;
  }

  /** A key frame came: whoever wanted one has it. */
  void arrived() {
    triesLeft = 0;
  }

  /** Whether to ask the publisher now. A true answer counts as asked. */
  boolean shouldAsk(long nowMicros) {
    if (triesLeft == 0 || (asked && nowMicros - askedMicros < INTERVAL_MICROS)) {
      return false;
    }
    asked = true;
    askedMicros = nowMicros;
    triesLeft--;
    return true;
  }
}
