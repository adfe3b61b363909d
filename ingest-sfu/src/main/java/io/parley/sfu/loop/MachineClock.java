package io.parley.sfu.loop;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The machine's clocks. The wall clock is looked at ten times a second and goes on by the monotonic
 * one in between, since it is asked for with every packet. Any thread.
 */
final class MachineClock implements MicroClock {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private record Look(long nanos, long epochMicros) {}

  private volatile Look last = look();

  private static Look look() {
    long nanos = System.nanoTime();
    Instant now = Instant.now();
    return new Look(nanos, Math.addExact(now.getEpochSecond() * 1_000_000L, now.getNano() / 1_000));
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
