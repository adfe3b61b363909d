package io.parley.jobs.media.codec;

/** RGB to YCbCr, BT.601 limited range, as WebRTC pictures are. */
final class Colour {
  private Colour() {}

  static int luma(int rgb) {
    return 16 + ((66 * red(rgb) + 129 * green(rgb) + 25 * blue(rgb) + 128) >> 8);
  }

  static int cb(int rgb) {
    return 128 + ((-38 * red(rgb) - 74 * green(rgb) + 112 * blue(rgb) + 128) >> 8);
  }

  static int cr(int rgb) {
    return 128 + ((112 * red(rgb) - 94 * green(rgb) - 18 * blue(rgb) + 128) >> 8);
  }

  private static int red(int rgb) {
    return rgb >> 16 & 0xff;
  }

  private static int green(int rgb) {
    return rgb >> 8 & 0xff;
  }

  private static int blue(int rgb) {
    return rgb & 0xff;
  }
}
