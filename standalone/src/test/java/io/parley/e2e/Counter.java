package io.parley.e2e;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.OptionalInt;

/**
 * Reads the bar code that {@code fixture-worker.js} draws into the camera picture: two markers of a
 * person's own hue, between them 20 bars of equal width (white, black, 16 bits, parity, white).
 */
final class Counter {
  private static final int BARS = 20;

  private Counter() {}

  /**
   * The hundredth of a second of the fixture shown in the tile with this hue, wherever in the
   * picture that tile is.
   *
   * @return empty when no readable tile has the hue
   */
  static OptionalInt read(BufferedImage picture, Color hue) {
    for (int y = 4; y < picture.getHeight(); y += 6) {
      OptionalInt value = readRow(picture, y, hue);
      if (value.isPresent()) {
        return value;
      }
    }
    return OptionalInt.empty();
  }

  private static OptionalInt readRow(BufferedImage picture, int y, Color hue) {
    int leftEnd = -1;
    int x = 0;
    int width = picture.getWidth();
    while (x < width && !near(picture.getRGB(x, y), hue)) {
      x++;
    }
    while (x < width && near(picture.getRGB(x, y), hue)) {
      leftEnd = ++x;
    }
    while (x < width && !near(picture.getRGB(x, y), hue)) {
      x++;
    }
    if (leftEnd < 0 || x >= width || x - leftEnd < 4 * BARS) {
      return OptionalInt.empty();
    }
    double bar = (x - leftEnd) / (double) BARS;
    int bits = 0;
    for (int i = 0; i < BARS; i++) {
      int rgb = picture.getRGB((int) (leftEnd + (i + 0.5) * bar), y);
      int grey = ((rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255)) / 3;
      if (grey > 90 && grey < 165) {
        return OptionalInt.empty();
      }
      bits = bits << 1 | (grey >= 165 ? 1 : 0);
    }
    int value = bits >> 2 & 0xffff;
    boolean framed = (bits >> 18 & 3) == 2 && (bits & 1) == 1;
    boolean parity = (Integer.bitCount(value) & 1) == (bits >> 1 & 1);
    return framed && parity ? OptionalInt.of(value) : OptionalInt.empty();
  }

  private static boolean near(int rgb, Color hue) {
    return Math.abs((rgb >> 16 & 255) - hue.getRed())
            + Math.abs((rgb >> 8 & 255) - hue.getGreen())
            + Math.abs((rgb & 255) - hue.getBlue())
        < 150;
  }
}
