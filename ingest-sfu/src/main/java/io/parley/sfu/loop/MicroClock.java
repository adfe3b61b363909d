package io.parley.sfu.loop;

/** The two clocks, kept apart: what time it is, and how much time has passed. */
public interface MicroClock {

  /** Wall clock, microseconds since 1970; may jump. */
  long epochMicros();

  /** Microseconds since some moment; never goes back. */
  long monotonicMicros();

  /** The machine's clocks. */
  static MicroClock system() {
    return new MachineClock();
  }
}
