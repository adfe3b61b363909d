package io.parley.jobs.media.window;

/**
 * How a meeting is cut: windows of 192 AAC frames of 1,024 samples at 48 kHz, 4.096 s. Window 0
 * begins at zero of the meeting clock. All conversions are exact.
 */
public final class WindowGrid {
  public static final int SAMPLE_RATE_HZ = 48_000;
  public static final int AAC_FRAME_SAMPLES = 1_024;
  public static final int AAC_FRAMES = 192;
  public static final int WINDOW_SAMPLES = AAC_FRAMES * AAC_FRAME_SAMPLES;
  public static final long WINDOW_MICROS = 4_096_000;

  /** Sound that a window's mix wants to see before its start: decoder and encoder warm-up. */
  public static final long AUDIO_BEFORE_MICROS = 400_000;

  /** Sound that a window's mix wants to see after its end. */
  public static final long AUDIO_AFTER_MICROS = 200_000;

  private WindowGrid() {}

  /** The window in which a moment lies; negative before the meeting began. */
  public static long windowAt(long micros) {
    return Math.floorDiv(micros, WINDOW_MICROS);
  }

  public static long startMicros(long window) {
    return window * WINDOW_MICROS;
  }

  /** Start of the next window. */
  public static long endMicros(long window) {
    return (window + 1) * WINDOW_MICROS;
  }

  public static long startSample(long window) {
    return window * WINDOW_SAMPLES;
  }

  /** Sample nearest to a moment. */
  public static long sampleAt(long micros) {
    return Math.floorDiv(micros * 6 + 62, 125);
  }

  /** Windows that cover a recording of this length, at least 1. */
  public static long windowsFor(long durationMicros) {
    return Math.max(1, -Math.floorDiv(-durationMicros, WINDOW_MICROS));
  }
}
