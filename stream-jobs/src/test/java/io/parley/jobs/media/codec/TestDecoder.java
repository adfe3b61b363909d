package io.parley.jobs.media.codec;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Looks at pictures that the product made. */
public final class TestDecoder {
  private TestDecoder() {}

  /** Luma of each decoded picture. */
  public record Picture(int width, int height, byte[] luma) {

    /** Mean brightness, 16 to 235, of the pixels around a place. */
    public int at(int x, int y) {
      int sum = 0;
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          sum += luma[(y + dy) * width + x + dx] & 0xff;
        }
      }
      return sum / 9;
    }

    /** The number that {@link TestEncoder} drew, read from this area. */
    public int number(Rect area) {
      int number = 0;
      for (int bit = 0; bit < TestEncoder.COUNTER_BITS; bit++) {
        int x = area.x() + area.width() * (2 * bit + 1) / (2 * TestEncoder.COUNTER_BITS);
        number = number << 1 | (at(x, area.y() + area.height() / 2) > 125 ? 1 : 0);
      }
      return number;
    }
  }

  static Picture picture(AVFrame frame) {
    byte[] luma = new byte[frame.width() * frame.height()];
    for (int y = 0; y < frame.height(); y++) {
      frame
          .data(0)
          .position((long) y * frame.linesize(0))
          .get(luma, y * frame.width(), frame.width());
    }
    return new Picture(frame.width(), frame.height(), luma);
  }
}
