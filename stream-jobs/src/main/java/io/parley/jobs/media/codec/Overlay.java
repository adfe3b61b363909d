package io.parley.jobs.media.codec;

import java.awt.image.BufferedImage;

/**
 * A picture with transparency, in the canvas's colours (BT.601, limited range), chroma at half
 * size. Width and height are even.
 */
public final class Overlay {
  final int width;
  final int height;
  final byte[] luma;
  final byte[] alpha;
  final byte[] cb;
  final byte[] cr;
  final byte[] chromaAlpha;

  /** Converts an image of type {@code TYPE_INT_ARGB} with even sides. */
  public Overlay(BufferedImage image) {
    width = image.getWidth();
    height = image.getHeight();
    if (((width | height) & 1) != 0) {
      throw new IllegalArgumentException("odd size: " + width + "x" + height);
    }
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    luma = new byte[width * height];
    alpha = new byte[width * height];
    cb = new byte[width * height / 4];
    cr = new byte[width * height / 4];
    chromaAlpha = new byte[width * height / 4];
    for (int i = 0; i < pixels.length; i++) {
      luma[i] = (byte) Colour.luma(pixels[i]);
      alpha[i] = (byte) (pixels[i] >>> 24);
    }
    for (int y = 0, to = 0; y < height; y += 2) {
      for (int x = 0; x < width; x += 2, to++) {
        chroma(pixels, y * width + x, to);
      }
    }
  }

  /** Mean of four pixels, each counted by how opaque it is. */
  private void chroma(int[] pixels, int from, int to) {
    int a = 0;
    int r = 0;
    int g = 0;
    int b = 0;
    for (int at : new int[] {from, from + 1, from + width, from + width + 1}) {
      int weight = pixels[at] >>> 24;
      a += weight;
      r += weight * (pixels[at] >> 16 & 0xff);
      g += weight * (pixels[at] >> 8 & 0xff);
      b += weight * (pixels[at] & 0xff);
    }
    int rgb = a == 0 ? 0 : (r / a) << 16 | (g / a) << 8 | (b / a);
    cb[to] = (byte) Colour.cb(rgb);
    cr[to] = (byte) Colour.cr(rgb);
    chromaAlpha[to] = (byte) (a / 4);
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }
}
