package io.parley.jobs.media.codec;

import io.parley.storage.contract.MediaCodec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/** Looks at media that the product made: numbers in pictures, samples of sound. */
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

  /** Decodes access units; fails if one is refused. */
  public static List<Picture> pictures(MediaCodec format, List<byte[]> units) {
    List<Picture> out = new ArrayList<>();
    try (VideoDecoder decoder = new VideoDecoder(format)) {
      for (byte[] unit : units) {
        if (!decoder.decode(unit, 0)) {
          throw new AssertionError("picture " + out.size() + " was refused");
        }
        out.add(picture(decoder));
      }
    }
    return out;
  }

  static Picture picture(VideoDecoder decoder) {
    var frame = decoder.picture();
    byte[] luma = new byte[frame.width() * frame.height()];
    for (int y = 0; y < frame.height(); y++) {
      frame
          .data(0)
          .position((long) y * frame.linesize(0))
          .get(luma, y * frame.width(), frame.width());
    }
    return new Picture(frame.width(), frame.height(), luma);
  }

  /** Left channel of raw AAC frames; what a decoder gives for them in this order. */
  public static float[] aac(List<byte[]> frames, byte[] audioSpecificConfig) {
    try (CodecContext codec = CodecContext.decoder("aac")) {
      var extra =
          new org.bytedeco.javacpp.BytePointer(
              org.bytedeco.ffmpeg.global.avutil.av_mallocz(audioSpecificConfig.length + 64));
      extra.put(audioSpecificConfig, 0, audioSpecificConfig.length);
      codec.context.extradata(extra);
      codec.context.extradata_size(audioSpecificConfig.length);
      codec.open();
      float[] out = new float[frames.size() * 1_024];
      for (int i = 0; i < frames.size(); i++) {
        if (!codec.send(frames.get(i), i) || !codec.receive() || codec.frame.nb_samples() != 1024) {
          throw new AssertionError("sound frame " + i + " was refused");
        }
        try (FloatPointer from = new FloatPointer(codec.frame.data(0))) {
          from.get(out, i * 1_024, 1_024);
        }
      }
      return out;
    }
  }
}
