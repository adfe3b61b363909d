package io.parley.jobs.media.codec;

/**
 * An area of the canvas in pixels. All values are even, so that it falls on whole chroma samples.
 */
public record Rect(int x, int y, int width, int height) {
  public Rect {
    if (((x | y | width | height) & 1) != 0 || x < 0 || y < 0 || width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "not an even area: " + x + "," + y + " " + width + "x" + height);
    }
  }

  /** Rounds down to even values; at least 2×2. */
  public static Rect even(double x, double y, double width, double height) {
    return new Rect(
        (int) x & ~1, (int) y & ~1, Math.max(2, (int) width & ~1), Math.max(2, (int) height & ~1));
  }

  /** The largest area of the given shape in the middle of this one. */
  public Rect fit(int pictureWidth, int pictureHeight) {
    double scale = Math.min((double) width / pictureWidth, (double) height / pictureHeight);
    int w = Math.min(width, Math.max(2, (int) Math.round(pictureWidth * scale) + 1 & ~1));
    int h = Math.min(height, Math.max(2, (int) Math.round(pictureHeight * scale) + 1 & ~1));
    return new Rect(x + ((width - w) / 2 & ~1), y + ((height - h) / 2 & ~1), w, h);
  }
}
