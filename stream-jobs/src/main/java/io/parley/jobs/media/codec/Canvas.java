package io.parley.jobs.media.codec;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;

/**
 * The picture of a window while it is drawn: planar YCbCr 4:2:0, 8 bit. One thread; to be closed.
 */
public final class Canvas implements AutoCloseable {
  private final int width;
  private final int height;
  private final AVFrame frame;
  private final BytePointer[] planes = new BytePointer[3];
  private final int[] strides = new int[3];
  private final Map<Scaling, Scaler> scalers = new HashMap<>();

  private record Scaling(int fromWidth, int fromHeight, int format, int width, int height) {}

  /** Width and height in pixels, even. */
  public Canvas(int width, int height) {
    NativeLibrary.load();
    this.width = width;
    this.height = height;
    frame = picture(width, height);
    for (int plane = 0; plane < 3; plane++) {
      strides[plane] = frame.linesize(plane);
      int rows = plane == 0 ? height : height / 2;
      planes[plane] = new BytePointer(frame.data(plane)).capacity((long) strides[plane] * rows);
    }
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  AVFrame frame() {
    return frame;
  }

  /** Paints an area in one colour, 24-bit RGB. */
  public void fill(Rect area, int rgb) {
    fillPlane(0, area.x(), area.y(), area.width(), area.height(), Colour.luma(rgb));
    for (int plane = 1; plane < 3; plane++) {
      int value = plane == 1 ? Colour.cb(rgb) : Colour.cr(rgb);
      fillPlane(plane, area.x() / 2, area.y() / 2, area.width() / 2, area.height() / 2, value);
    }
  }

  private void fillPlane(int plane, int x, int y, int w, int h, int value) {
    byte[] row = new byte[w];
    Arrays.fill(row, (byte) value);
    for (int i = y; i < y + h; i++) {
      planes[plane].position((long) i * strides[plane] + x).put(row, 0, w);
    }
    planes[plane].position(0);
  }

  /** Paints a frame of the given thickness (even) along the inside of an area. */
  public void outline(Rect area, int thickness, int rgb) {
    int inner = area.height() - 2 * thickness;
    fill(new Rect(area.x(), area.y(), area.width(), thickness), rgb);
    fill(new Rect(area.x(), area.y() + area.height() - thickness, area.width(), thickness), rgb);
    fill(new Rect(area.x(), area.y() + thickness, thickness, inner), rgb);
    fill(
        new Rect(area.x() + area.width() - thickness, area.y() + thickness, thickness, inner), rgb);
  }

  /** Scales the decoder's picture, if it has one, into the area; keeps its shape. */
  public void draw(VideoDecoder decoder, Rect area) {
    AVFrame picture = decoder.picture();
    if (picture == null || picture.width() < 2 || picture.height() < 2) {
      return;
    }
    Rect to = area.fit(picture.width(), picture.height());
    Scaler scaler =
        scalers.computeIfAbsent(
            new Scaling(
                picture.width(), picture.height(), picture.format(), to.width(), to.height()),
            Scaler::of);
    AVFrame scaled = scaler.scaled();
    sws_scale(
        scaler.context(),
        picture.data(),
        picture.linesize(),
        0,
        picture.height(),
        scaled.data(),
        scaled.linesize());
    for (int plane = 0; plane < 3; plane++) {
      int half = plane == 0 ? 1 : 2;
      long at = (long) (to.y() / half) * strides[plane] + to.x() / half;
      av_image_copy_plane(
          planes[plane].getPointer(at),
          strides[plane],
          scaled.data(plane),
          scaled.linesize(plane),
          to.width() / half,
          to.height() / half);
    }
  }

  /**
   * A scaler with a picture of its own to scale into: its vector code writes a little beyond the
   * right edge, which must not be a neighbour's tile.
   */
  private record Scaler(SwsContext context, AVFrame scaled) {
    static Scaler of(Scaling scaling) {
      SwsContext context =
          sws_getContext(
              scaling.fromWidth(),
              scaling.fromHeight(),
              scaling.format(),
              scaling.width(),
              scaling.height(),
              AV_PIX_FMT_YUV420P,
              SWS_BILINEAR,
              null,
              null,
              (DoublePointer) null);
      if (context == null || context.isNull()) {
        throw new CodecException("cannot scale " + scaling);
      }
      return new Scaler(context, picture(scaling.width(), scaling.height()));
    }

    void free() {
      sws_freeContext(context);
      av_frame_free(scaled);
    }
  }

  private static AVFrame picture(int width, int height) {
    AVFrame picture = av_frame_alloc();
    picture.format(AV_PIX_FMT_YUV420P);
    picture.width(width);
    picture.height(height);
    NativeLibrary.check(av_frame_get_buffer(picture, 0), "picture");
    return picture;
  }

  /** Lays an overlay on the picture; what would stand over the edge is cut. */
  public void blend(Overlay overlay, int x, int y) {
    int left = x & ~1;
    int top = y & ~1;
    int w = Math.min(overlay.width, width - left);
    int h = Math.min(overlay.height, height - top);
    if (left < 0 || top < 0 || w <= 0 || h <= 0) {
      return;
    }
    blendPlane(0, overlay.luma, overlay.alpha, overlay.width, left, top, w, h);
    int stride = overlay.width / 2;
    blendPlane(1, overlay.cb, overlay.chromaAlpha, stride, left / 2, top / 2, w / 2, h / 2);
    blendPlane(2, overlay.cr, overlay.chromaAlpha, stride, left / 2, top / 2, w / 2, h / 2);
  }

  private void blendPlane(
      int plane, byte[] values, byte[] alphas, int stride, int x, int y, int w, int h) {
    byte[] row = new byte[w];
    for (int i = 0; i < h; i++) {
      BytePointer at = planes[plane].position((long) (y + i) * strides[plane] + x);
      at.get(row, 0, w);
      for (int j = 0, from = i * stride; j < w; j++, from++) {
        int a = alphas[from] & 0xff;
        int under = row[j] & 0xff;
        row[j] = (byte) (under + ((values[from] & 0xff) - under) * (a + (a >> 7)) / 256);
      }
      at.put(row, 0, w);
    }
    planes[plane].position(0);
  }

  @Override
  public void close() {
    scalers.values().forEach(Scaler::free);
    scalers.clear();
    av_frame_free(frame);
  }
}
