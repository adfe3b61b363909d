package io.parley.sfu.loop;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The machine's clocks. The wall clock is looked at ten times a second and goes on by the monotonic
 * one in between, since it is asked for with every packet. Any thread.
 */
final class MachineClock implements MicroClock {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int MORE_LOOKS = 3;

  /** Nobody was held up for long in between. */
  private static final long QUICK_NANOS = 20_000;

  /**
   * Both clocks at one moment.
   *
   * @param tookNanos to read them: so much they may be apart
   */
  private record Look(long nanos, long epochMicros, long tookNanos) {
    static Look now() {
      long before = System.nanoTime();
      Instant now = Instant.now();
      long took = System.nanoTime() - before;
      long micros = Math.addExact(now.getEpochSecond() * 1_000_000L, now.getNano() / 1_000);
      return new Look(before + took / 2, micros, took);
    }
  }

  private volatile Look last = look();

  /** Of a few the quickest: a thread that is held up in one would carry that on for a while. */
  private static Look look() {
    Look best = Look.now();
    for (int more = 0; more < MORE_LOOKS && best.tookNanos() > QUICK_NANOS; more++) {
      Look next = Look.now();
      best = next.tookNanos() < best.tookNanos() ? next : best;
    }
    return best;
  }

  @Override
  public long epochMicros() {
    Look before = last;
    long passed = System.nanoTime() - before.nanos();
    if (passed < LOOK_NANOS) {
      return before.epochMicros() + passed / 1_000;
    }
    Look now = look();
    last = now;
    return now.epochMicros();
  }

  @Override
  public long monotonicMicros() {
    return System.nanoTime() / 1_000;
  }
}
