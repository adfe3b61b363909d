package io.parley.web.live;

/** A bucket of tokens: so many at once, then so many a second. Any thread may use it. */
public final class RateLimit {
  private final int burst;
  private final double perMilli;
  private double tokens;
  private long lastMillis;

  /**
   * @param burst how many at once
   * @param perSecond how many come back each second
   */
  public RateLimit(int burst, double perSecond) {
    this.burst = burst;
    this.perMilli = perSecond / 1_000;
    this.tokens = burst;
    this.lastMillis = Long.MIN_VALUE;
  }

  /**
   * Takes a token if there is one.
   *
   * @param nowMillis of a clock that mostly goes forward
   */
  public synchronized boolean tryTake(long nowMillis) {
    if (lastMillis != Long.MIN_VALUE && nowMillis > lastMillis) {
      tokens = Math.min(burst, tokens + (nowMillis - lastMillis) * perMilli);
    }
    lastMillis = nowMillis;
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }
}
