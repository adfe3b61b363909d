package io.parley.jobs.media.window;

/**
 * How a recording is to look. One spec holds for the whole recording, so that one init segment
 * serves all windows.
 *
 * @param width pixels, even, 160–3,840
 * @param height pixels, even, 90–2,160
 * @param videoFrames pictures in a window: 64, 96 or 128 (15.6, 23.4 or 31.25 a second), so that
 *     each lasts a whole number of samples
 * @param videoBitRateBps of the picture; upper bound on average
 * @param audioBitRateBps of the sound
 */
public record CompositionSpec(
    int width,
    int height,
    int videoFrames,
    int videoBitRateBps,
    int audioBitRateBps,
    LayoutPolicy layout) {

  /** Who is large. */
  public enum LayoutPolicy {
    /** Everybody the same size. */
    GRID,
    /** The speaker large, the others beside. */
    SPEAKER,
    /** A shared screen large with the speaker beside; else the grid. */
    AUTO
  }

  public CompositionSpec {
    if (width % 2 != 0 || width < 160 || width > 3_840) {
      throw new IllegalArgumentException("width must be even, 160 to 3840: " + width);
    }
    if (height % 2 != 0 || height < 90 || height > 2_160) {
      throw new IllegalArgumentException("height must be even, 90 to 2160: " + height);
    }
    if (videoFrames != 64 && videoFrames != 96 && videoFrames != 128) {
      throw new IllegalArgumentException("frames per window must be 64, 96 or 128");
    }
    if (videoBitRateBps < 50_000 || audioBitRateBps < 16_000 || audioBitRateBps > 512_000) {
      throw new IllegalArgumentException("bit rate out of range");
    }
  }

  /** 720p at 23.4 pictures a second, 1.5 Mb/s and 160 kb/s. */
  public static CompositionSpec standard() {
    return new CompositionSpec(1280, 720, 96, 1_500_000, 160_000, LayoutPolicy.AUTO);
  }

  /** Length of one picture on the 48 kHz grid. */
  public int samplesPerFrame() {
    return WindowGrid.WINDOW_SAMPLES / videoFrames;
  }

  public double framesPerSecond() {
    return (double) WindowGrid.SAMPLE_RATE_HZ / samplesPerFrame();
  }
}
