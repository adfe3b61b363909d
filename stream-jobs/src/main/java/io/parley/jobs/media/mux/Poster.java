package io.parley.jobs.media.mux;

import io.parley.jobs.media.codec.JpegEncoder;
import io.parley.jobs.media.codec.VideoDecoder;
import io.parley.storage.contract.MediaCodec;

/** The still picture that stands for a recording. */
public final class Poster {
  private Poster() {}

  /**
   * Last picture of a composed segment as JPEG: by then those who joined in it are to be seen.
   *
   * @throws IllegalArgumentException if it is not a segment of {@link Fmp4}
   */
  public static byte[] jpeg(byte[] init, byte[] segment) {
    SegmentSamples pictures = SegmentSamples.of(segment, 0);
    try (VideoDecoder decoder = new VideoDecoder(MediaCodec.H264)) {
      int at = pictures.offset();
      byte[] parameterSets = Fmp4.parameterSets(init);
      for (int size : pictures.sizes()) {
        decoder.decode(AnnexB.fromLengthPrefixed(parameterSets, segment, at, size), 0);
        parameterSets = new byte[0];
        at += size;
      }
      return JpegEncoder.encode(decoder);
    }
  }
}
