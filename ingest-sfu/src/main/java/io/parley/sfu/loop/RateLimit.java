package io.parley.sfu.loop;

/** Token bucket: so many of something a second on average, so many at once. One thread. */
public final class RateLimit {
  private final double perMicro;
  private final double burst;
  private final MicroClock clock;
  private double tokens;
  private long beforeMicros;

  /**
   * @param perSecond on average, positive
   * @param burst at once after a rest, positive
   */
  public RateLimit(int perSecond, int burst, MicroClock clock) {
    this.perMicro = perSecond / 1e6;
    this.burst = burst;
    this.clock = clock;
    this.tokens = burst;
    this.beforeMicros = clock.monotonicMicros();
  }

  /** Whether one more is within the limit. */
  public boolean allows() {
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
