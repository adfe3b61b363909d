package io.parley.bench.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * A picture that moves, encoded ahead so that encoding costs nothing while something is measured:
 * one key frame, then what refers to it.
 *
 * @param frames VP8 frames in order; the first is the only key frame
 */
public record Vp8Clip(List<byte[]> frames) {
  public static final int WIDTH = 640;
  public static final int HEIGHT = 360;
  public static final int FRAMES_PER_SECOND = 15;
  private static final int BITS_PER_SECOND = 500_000;

  public Vp8Clip {
    frames = List.copyOf(frames);
  }

  /**
   * @param seed another one gives another picture
   * @throws IllegalStateException if this build of FFmpeg can't encode VP8
   */
  public static Vp8Clip encode(int seconds, int seed) {
    av_log_set_level(AV_LOG_ERROR);
    AVCodec codec = avcodec_find_encoder_by_name("libvpx");
    if (codec == null || codec.isNull()) {
      throw new IllegalStateException("this build of FFmpeg has no VP8 encoder");
    }
    AVCodecContext context = open(codec);
    AVFrame frame = av_frame_alloc();
    AVPacket packet = av_packet_alloc();
    try {
      frame.format(AV_PIX_FMT_YUV420P).width(WIDTH).height(HEIGHT);
      check(av_frame_get_buffer(frame, 0), "a picture");
      Random random = new Random(seed);
      List<byte[]> frames = new ArrayList<>();
      for (int i = 0; i < seconds * FRAMES_PER_SECOND; i++) {
        check(av_frame_make_writable(frame), "a picture");
        draw(frame, i, seed, random);
        frame.pts(i);
        check(avcodec_send_frame(context, frame), "encoding");
        check(avcodec_receive_packet(context, packet), "encoding without delay");
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        av_packet_unref(packet);
        frames.add(bytes);
      }
      return new Vp8Clip(frames);
    } finally {
      av_packet_free(packet);
      av_frame_free(frame);
      avcodec_free_context(context);
    }
  }

  private static AVCodecContext open(AVCodec codec) {
    AVCodecContext context = avcodec_alloc_context3(codec);
    context.width(WIDTH).height(HEIGHT).pix_fmt(AV_PIX_FMT_YUV420P).thread_count(1);
    context.time_base().num(1).den(FRAMES_PER_SECOND);
    context.bit_rate(BITS_PER_SECOND).gop_size(1_000_000);
    AVDictionary options = new AVDictionary(null);
    try {
      av_dict_set(options, "deadline", "realtime", 0);
      av_dict_set(options, "cpu-used", "8", 0);
      av_dict_set(options, "lag-in-frames", "0", 0);
      check(avcodec_open2(context, codec, options), "opening the VP8 encoder");
      return context;
    } finally {
      av_dict_free(options);
      options.close();
    }
  }

  /** A gradient that drifts, and in the middle a patch of noise to give the encoder work. */
  private static void draw(AVFrame frame, int number, int seed, Random random) {
    for (int plane = 0; plane < 3; plane++) {
      int width = plane == 0 ? WIDTH : WIDTH / 2;
      int height = plane == 0 ? HEIGHT : HEIGHT / 2;
      byte[] row = new byte[width];
      BytePointer to = frame.data(plane);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          row[x] = (byte) (plane == 0 ? (x + y + 2 * number) / 2 : 100 + 30 * seed % 60);
        }
        if (plane == 0 && Math.abs(y - height / 2) < height / 8) {
          for (int x = width / 3; x < width * 2 / 3; x++) {
            row[x] = (byte) (row[x] + random.nextInt(24));
          }
        }
        to.position((long) y * frame.linesize(plane)).put(row, 0, width);
      }
      to.position(0);
    }
  }

  private static void check(int result, String what) {
    if (result < 0) {
      throw new IllegalStateException(what + ": FFmpeg's error " + result);
    }
  }
}
