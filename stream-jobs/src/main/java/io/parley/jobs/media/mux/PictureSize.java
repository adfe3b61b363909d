package io.parley.jobs.media.mux;

import io.parley.jobs.media.codec.VideoDecoder;
import io.parley.storage.contract.MediaCodec;

/** Width and height in pixels, which only the codec itself knows. */
record PictureSize(int width, int height) {

  /**
   * @param keyFrame in the form {@link io.parley.jobs.media.track.EncodedFrame} has
   * @return 2×2 for a frame the codec refuses
   */
  static PictureSize of(MediaCodec codec, byte[] keyFrame) {
    try (VideoDecoder decoder = new VideoDecoder(codec)) {
      decoder.decode(keyFrame, 0);
      return new PictureSize(Math.max(2, decoder.width()), Math.max(2, decoder.height()));
    }
  }
}
