package io.parley.jobs.media.codec;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;

import org.bytedeco.javacpp.FloatPointer;

/** Decodes Opus packets with libopus to stereo at 48 kHz. One thread; to be closed. */
public final class OpusDecoder implements AutoCloseable {
  private final CodecContext codec;

  /** A decoder without memory of earlier packets. */
  public OpusDecoder() {
    codec = CodecContext.decoder("libopus");
    codec.context.sample_rate(48_000);
    codec.context.request_sample_fmt(AV_SAMPLE_FMT_FLT);
    av_channel_layout_default(codec.context.ch_layout(), 2);
    codec.open();
    if (codec.context.sample_fmt() != AV_SAMPLE_FMT_FLT) {
      codec.close();
      throw new CodecException("libopus does not give floating point samples");
    }
  }

  /**
   * @return left and right by turns, ±1.0; empty if the packet cannot be decoded
   */
  public float[] decode(byte[] packet) {
    if (!codec.send(packet, 0) || !codec.receive()) {
      return new float[0];
    }
    float[] samples = new float[codec.frame.nb_samples() * 2];
    try (FloatPointer from = new FloatPointer(codec.frame.data(0))) {
      from.get(samples);
    }
    return samples;
  }

  @Override
  public void close() {
    codec.close();
  }
}
