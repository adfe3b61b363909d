package io.parley.jobs.media.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.parley.storage.contract.MediaCodec;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Decodes the pictures of one track. One thread; to be closed. */
public final class VideoDecoder implements AutoCloseable {
  private final CodecContext codec;
  private final AVFrame picture;
  private boolean hasPicture;

  public VideoDecoder(MediaCodec format) {
    codec =
        CodecContext.decoder(
            switch (format) {
              case VP8 -> "vp8";
              case VP9 -> "vp9";
              case H264 -> "h264";
              case AV1 -> "libaom-av1";
              case OPUS -> throw new IllegalArgumentException("Opus has no pictures");
            });
    codec.context.flags(codec.context.flags() | AV_CODEC_FLAG_LOW_DELAY);
    codec.open();
    picture = av_frame_alloc();
  }

  /**
   * Decodes one frame.
   *
   * @return false if the decoder refuses it; what was decoded before stays
   */
  public boolean decode(byte[] data, long micros) {
    if (!codec.send(data, micros)) {
      return false;
    }
    boolean any = false;
    while (codec.receive()) {
      // The next receive empties its frame even if it fails, so the picture moves out of it.
      av_frame_unref(picture);
      av_frame_move_ref(picture, codec.frame);
      any = true;
    }
    hasPicture |= any;
    return any;
  }

  /** The last picture; null before the first. Belongs to the decoder, valid until the next call. */
  @Nullable AVFrame picture() {
    return hasPicture ? picture : null;
  }

  /** Of the last picture in pixels; 0 before the first. */
  public int width() {
    return hasPicture ? picture.width() : 0;
  }

  /** Of the last picture in pixels; 0 before the first. */
  public int height() {
    return hasPicture ? picture.height() : 0;
  }

  @Override
  public void close() {
    av_frame_free(picture);
    codec.close();
  }
}
