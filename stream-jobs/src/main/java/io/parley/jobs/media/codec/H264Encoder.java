package io.parley.jobs.media.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_is_writable;

import java.util.ArrayList;
import java.util.List;

/**
 * Encodes pictures as H.264 with openh264: one IDR first, then only P pictures, none skipped. One
 * thread; to be closed.
 */
public final class H264Encoder implements AutoCloseable {
  private final CodecContext codec;
  private long next;

  /**
   * @param frames at most so many pictures follow the first, the only IDR
   * @param rateNumerator pictures in {@code rateDenominator} seconds
   */
  public H264Encoder(
      int width, int height, int bitRateBps, int frames, int rateNumerator, int rateDenominator) {
    codec = CodecContext.encoder("libopenh264");
    var context = codec.context;
    context.width(width);
    context.height(height);
    context.pix_fmt(AV_PIX_FMT_YUV420P);
    context.time_base().num(rateDenominator).den(rateNumerator);
    context.framerate().num(rateNumerator).den(rateDenominator);
    context.bit_rate(bitRateBps);
    context.gop_size(frames + 1);
    context.max_b_frames(0);
    context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    codec.open("rc_mode", "bitrate", "allow_skip_frames", "0", "profile", "constrained_baseline");
  }

  /** SPS and PPS in Annex B form; the same for equal settings. */
  public byte[] parameterSets() {
    return codec.extradata();
  }

  /** Encodes the canvas as it is now; Annex B. */
  public byte[] encode(Canvas canvas) {
    var frame = canvas.frame();
    frame.pts(next);
    frame.pict_type(next == 0 ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
    next++;
    List<byte[]> out = new ArrayList<>(1);
    codec.encode(frame, out);
    if (out.size() != 1) {
      throw new CodecException("openh264 gave " + out.size() + " packets for a picture");
    }
    if (av_frame_is_writable(frame) == 0) {
      throw new CodecException("openh264 kept the picture that is drawn on");
    }
    return out.get(0);
  }

  @Override
  public void close() {
    codec.close();
  }
}
