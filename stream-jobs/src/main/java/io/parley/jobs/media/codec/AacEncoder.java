package io.parley.jobs.media.codec;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Encodes stereo at 48 kHz as AAC-LC, 1,024 samples a frame. What comes out for the n-th input
 * frame describes inputs n-1 and n (the transform overlaps), so a decoder gives input n-1 for it.
 * One thread; to be closed.
 */
public final class AacEncoder implements AutoCloseable {
  public static final int FRAME_SAMPLES = 1_024;

  private final CodecContext codec;
  private long next;

  public AacEncoder(int bitRateBps) {
    codec = CodecContext.encoder("aac");
    var context = codec.context;
    context.sample_rate(48_000);
    context.sample_fmt(AV_SAMPLE_FMT_FLTP);
    context.bit_rate(bitRateBps);
    av_channel_layout_default(context.ch_layout(), 2);
    // Noise substitution and intensity stereo depend on what the encoder saw long before, which
    // would be heard where separately encoded windows meet.
    codec.open("aac_pns", "0", "aac_is", "0");
    codec.frame.nb_samples(FRAME_SAMPLES);
    codec.frame.format(AV_SAMPLE_FMT_FLTP);
    codec.frame.sample_rate(48_000);
    av_channel_layout_copy(codec.frame.ch_layout(), context.ch_layout());
    NativeLibrary.check(av_frame_get_buffer(codec.frame, 0), "sound frame");
  }

  /** Encodes 1,024 samples from {@code offset}; gives the packets that are ready, in order. */
  public List<byte[]> encode(float[] left, float[] right, int offset) {
    NativeLibrary.check(av_frame_make_writable(codec.frame), "sound frame");
    try (FloatPointer l = new FloatPointer(codec.frame.data(0));
        FloatPointer r = new FloatPointer(codec.frame.data(1))) {
      l.put(left, offset, FRAME_SAMPLES);
      r.put(right, offset, FRAME_SAMPLES);
    }
    codec.frame.pts(next);
    next += FRAME_SAMPLES;
    List<byte[]> out = new ArrayList<>(2);
    codec.encode(codec.frame, out);
    return out;
  }

  /** What was still inside. */
  public List<byte[]> finish() {
    List<byte[]> out = new ArrayList<>(2);
    codec.encode(null, out);
    return out;
  }

  @Override
  public void close() {
    codec.close();
  }
}
