package io.parley.jobs.media.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import io.parley.storage.contract.MediaCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.bytedeco.javacpp.FloatPointer;

/** Encodes what tests send: pictures that carry their own number, and sound from a formula. */
public final class TestEncoder {
  public static final int COUNTER_BITS = 12;

  private TestEncoder() {}

  /** Pictures numbered from {@code firstNumber}, a key frame every {@code gop}. */
  public static List<byte[]> pictures(
      MediaCodec format, int width, int height, int fps, int count, int gop, int firstNumber) {
    List<byte[]> out = new ArrayList<>();
    try (CodecContext codec = CodecContext.encoder(encoderName(format));
        Canvas canvas = new Canvas(width, height)) {
      var context = codec.context;
      context.width(width);
      context.height(height);
      context.pix_fmt(AV_PIX_FMT_YUV420P);
      context.time_base().num(1).den(fps);
      context.framerate().num(fps).den(1);
      context.bit_rate(800_000);
      context.gop_size(gop);
      context.max_b_frames(0);
      context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
      codec.open(options(format));
      for (int i = 0; i < count; i++) {
        number(canvas, firstNumber + i);
        canvas.frame().pts(i);
        codec.encode(canvas.frame(), out);
      }
      codec.encode(null, out);
    }
    return out;
  }

  private static String encoderName(MediaCodec format) {
    return switch (format) {
      case VP8 -> "libvpx";
      case VP9 -> "libvpx-vp9";
      case H264 -> "libopenh264";
      case AV1 -> "libaom-av1";
      case OPUS -> throw new IllegalArgumentException("no pictures");
    };
  }

  private static String[] options(MediaCodec format) {
    return switch (format) {
      case VP8, VP9 -> new String[] {"deadline", "realtime", "cpu-used", "8", "lag-in-frames", "0"};
      case AV1 -> new String[] {"usage", "realtime", "cpu-used", "8", "lag-in-frames", "0"};
      case H264 -> new String[] {"allow_skip_frames", "0"};
      case OPUS -> new String[0];
    };
  }

  /** Twelve black or white fields in the middle, the highest bit left, and a moving bar below. */
  static void number(Canvas canvas, int number) {
    int width = canvas.width();
    int height = canvas.height();
    canvas.fill(new Rect(0, 0, width, height), 0x405080);
    for (int bit = 0; bit < COUNTER_BITS; bit++) {
      boolean one = (number >> (COUNTER_BITS - 1 - bit) & 1) != 0;
      canvas.fill(
          Rect.even(
              (double) bit * width / COUNTER_BITS,
              height / 3.0,
              (double) width / COUNTER_BITS,
              height / 3.0),
          one ? 0xffffff : 0);
    }
    int bar = width / 16 & ~1;
    canvas.fill(Rect.even(number * 7 % (width - bar), height * 0.8, bar, height / 10.0), 0xe0a020);
  }

  /** Opus packets of 20 ms; the formula gives the sample (±1.0) at a place. */
  public static List<byte[]> sound(int packets, LongFunction<Float> formula) {
    List<byte[]> out = new ArrayList<>();
    try (CodecContext codec = CodecContext.encoder("libopus")) {
      var context = codec.context;
      context.sample_rate(48_000);
      context.sample_fmt(AV_SAMPLE_FMT_FLT);
      context.bit_rate(96_000);
      av_channel_layout_default(context.ch_layout(), 2);
      codec.open("application", "audio", "frame_duration", "20");
      var frame = codec.frame;
      frame.nb_samples(960);
      frame.format(AV_SAMPLE_FMT_FLT);
      frame.sample_rate(48_000);
      av_channel_layout_copy(frame.ch_layout(), context.ch_layout());
      NativeLibrary.check(av_frame_get_buffer(frame, 0), "sound");
      float[] samples = new float[1_920];
      for (int i = 0; i < packets; i++) {
        for (int s = 0; s < 960; s++) {
          samples[2 * s] = formula.apply(i * 960L + s);
          samples[2 * s + 1] = samples[2 * s];
        }
        NativeLibrary.check(av_frame_make_writable(frame), "sound");
        try (FloatPointer to = new FloatPointer(frame.data(0))) {
          to.put(samples);
        }
        frame.pts(i * 960L);
        codec.encode(frame, out);
      }
      codec.encode(null, out);
    }
    return out.subList(0, packets);
  }
}
