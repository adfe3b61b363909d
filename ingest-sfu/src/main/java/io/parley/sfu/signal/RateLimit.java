package io.parley.sfu.signal;

import io.parley.sfu.loop.MicroClock;

/** Token bucket: so many messages a second on average, so many at once. One thread. */
final class RateLimit {
  private final double perMicro;
  private final double burst;
  private final MicroClock clock;
  private double tokens;
  private long beforeMicros;

  RateLimit(int perSecond, int burst, MicroClock clock) {
    this.perMicro = perSecond / 1e6;
    this.burst = burst;
    this.clock = clock;
    this.tokens = burst;
    this.beforeMicros = clock.monotonicMicros();
  }

  /** Whether one more is within the limit. */
  boolean allows() {
    long now = clock.monotonicMicros();
    tokens = Math.min(burst, tokens + (now - beforeMicros) * perMicro);
    beforeMicros = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
