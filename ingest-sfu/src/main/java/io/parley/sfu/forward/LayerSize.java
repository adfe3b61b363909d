package io.parley.sfu.forward;

/**
 * Size of the picture of one simulcast layer.
 *
 * @param width pixels
 * @param height pixels
 */
record LayerSize(int width, int height) {
  /** What cameras are asked for; each lower layer has half the width and height. */
  private static final int ASSUMED_WIDTH = 1_280;

  private static final int ASSUMED_HEIGHT = 720;

  /** A picture with less than this share of a tile's pixels looks soft in it. */
  private static final double SHARP = 0.6;

  LayerSize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("a picture has pixels");
    }
  }

  /**
   * @param below how many layers down from the highest
   */
  static LayerSize assumed(int below) {
    return new LayerSize(Math.max(1, ASSUMED_WIDTH >> below), Math.max(1, ASSUMED_HEIGHT >> below));
  }

  boolean isSharpIn(int tileWidth, int tileHeight) {
    return (double) width * height >= SHARP * tileWidth * tileHeight;
  }
}
