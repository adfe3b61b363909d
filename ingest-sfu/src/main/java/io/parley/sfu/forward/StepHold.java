package io.parley.sfu.forward;

/**
 * How long a picture that had to become smaller stays so before a larger one is tried again: longer
 * each time it had to become smaller soon after it was tried. On the meeting's loop.
 */
final class StepHold {
  static final long FIRST_MICROS = 2_000_000;
  static final long MAX_MICROS = 5_000_000;

  /** A layer that lasted so long was not tried in vain. */
  static final long LASTED_MICROS = 10_000_000;

  private boolean stepped;
  private long steppedMicros;
  private long holdMicros = FIRST_MICROS;

  /** The picture becomes smaller, for want of bits. */
  void steppedDown(long nowMicros) {
    if (stepped && nowMicros < steppedMicros + holdMicros) {
      // One way down in several steps.
      steppedMicros = nowMicros;
      return;
    }
    boolean again = stepped && nowMicros < steppedMicros + holdMicros + LASTED_MICROS;
    holdMicros = again ? Math.min(MAX_MICROS, 2 * holdMicros) : FIRST_MICROS;
    stepped = true;
    steppedMicros = nowMicros;
  }

  /** Whether a larger one may be tried. */
  boolean mayRise(long nowMicros) {
    return !stepped || nowMicros >= steppedMicros + holdMicros;
  }
}
