package io.parley.jobs.media.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;

/** Encodes the last picture of a decoder as JPEG. */
public final class JpegEncoder {
  private static final int QUALITY = 4;

  private JpegEncoder() {}

  /**
   * @throws IllegalArgumentException if the decoder has no picture
   */
  public static byte[] encode(VideoDecoder decoder) {
    AVFrame picture = decoder.picture();
    if (picture == null) {
      throw new IllegalArgumentException("no picture was decoded");
    }
    int width = picture.width();
    int height = picture.height();
    try (CodecContext codec = CodecContext.encoder("mjpeg")) {
      codec.context.width(width);
      codec.context.height(height);
      codec.context.pix_fmt(AV_PIX_FMT_YUVJ420P);
      codec.context.color_range(AVCOL_RANGE_JPEG);
      codec.context.time_base().num(1).den(25);
      codec.context.flags(codec.context.flags() | AV_CODEC_FLAG_QSCALE);
      codec.context.global_quality(FF_QP2LAMBDA * QUALITY);
      codec.open();
      codec.frame.width(width);
      codec.frame.height(height);
      codec.frame.format(AV_PIX_FMT_YUVJ420P);
      codec.frame.color_range(AVCOL_RANGE_JPEG);
      codec.frame.quality(FF_QP2LAMBDA * QUALITY);
      NativeLibrary.check(av_frame_get_buffer(codec.frame, 0), "picture");
      toFullRange(picture, codec.frame);
      codec.frame.pts(0);
      List<byte[]> out = new ArrayList<>(1);
      codec.encode(codec.frame, out);
      codec.encode(null, out);
      return out.get(0);
    }
  }

  private static void toFullRange(AVFrame from, AVFrame to) {
    SwsContext scaler =
        sws_getContext(
            from.width(),
            from.height(),
            from.format(),
            to.width(),
            to.height(),
            AV_PIX_FMT_YUVJ420P,
            SWS_BICUBIC,
            null,
            null,
            (DoublePointer) null);
    if (scaler == null || scaler.isNull()) {
      throw new CodecException("cannot convert the picture");
    }
    sws_scale(scaler, from.data(), from.linesize(), 0, from.height(), to.data(), to.linesize());
    sws_freeContext(scaler);
  }
}
