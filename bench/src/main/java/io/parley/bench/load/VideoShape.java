package io.parley.bench.load;

/**
 * A camera: VP8.
 *
 * @param width of the largest layer, pixels
 * @param height of the largest layer, pixels
 * @param bitsPerSecond of the largest layer; each one below has a quarter of it
 * @param layers 1, or 3 for simulcast
 */
public record VideoShape(
    int width, int height, int framesPerSecond, int bitsPerSecond, int layers) {
  public VideoShape {
    if (layers != 1 && layers != 3) {
      throw new IllegalArgumentException("one layer or three: " + layers);
    }
    if (framesPerSecond < 1 || framesPerSecond > 60 || bitsPerSecond < 10_000) {
      throw new IllegalArgumentException("no such camera");
    }
  }

  /**
   * @param layer from 0, the smallest
   */
  int bitsPerSecond(int layer) {
    return bitsPerSecond >> (2 * (layers - 1 - layer));
  }
}
