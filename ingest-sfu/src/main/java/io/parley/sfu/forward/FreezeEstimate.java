package io.parley.sfu.forward;

/**
 * Freezes as a viewer would count them, from the times at which frames begin to pass: a frame that
 * comes later than three times the average interval, and at least 150 ms later than the average, is
 * one (W3C webrtc-stats, {@code freezeCount}). Decoding and play-out are not seen from here, so it
 * is an estimate. One loop.
 */
public final class FreezeEstimate {
  static final long MARGIN_MICROS = 150_000;

  /** The average is over about so many frames. */
  private static final int FRAMES = 30;

  /** A camera that shows nothing for so long is switched off, not frozen. */
  private static final long STOPPED_MICROS = 10_000_000;

  private boolean running;
  private int frames;
  private long lastTimestamp;
  private long lastMicros;
  private double averageMicros;
  private long count;
  private long micros;

  /**
   * A packet passes.
   *
   * @param timestamp widened; another one begins another frame
   */
  public void packet(long timestamp, long nowMicros) {
    if (!running) {
      running = true;
      frames = 0;
      lastTimestamp = timestamp;
      lastMicros = nowMicros;
      return;
    }
    if (timestamp <= lastTimestamp) {
      return;
    }
    long interval = nowMicros - lastMicros;
    lastTimestamp = timestamp;
    lastMicros = nowMicros;
    if (interval >= STOPPED_MICROS) {
      frames = 0;
      return;
    }
    if (frames >= 2 && interval > Math.max(3 * averageMicros, averageMicros + MARGIN_MICROS)) {
      count++;
      micros += interval;
    }
    frames = Math.min(FRAMES, frames + 1);
    averageMicros += (interval - averageMicros) / frames;
  }

  /** The source was stopped on purpose: the wait for the next frame is no freeze. */
  public void interrupted() {
    running = false;
  }

  /** Freezes so far. */
  public long count() {
    return count;
  }

  /** How long they took together, microseconds. */
  public long micros() {
    return micros;
  }
}
