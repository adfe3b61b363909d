package io.parley.jobs.media.codec;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** One libavcodec codec with its packet and frame, freed together by {@link #close}. One thread. */
final class CodecContext implements AutoCloseable {
  private static final int AGAIN;

  static {
    NativeLibrary.load();
    AGAIN = avutil.AVERROR_EAGAIN();
  }

  final AVCodecContext context;
  final AVCodec codec;
  final AVPacket packet;
  final AVFrame frame;
  private boolean closed;

  private CodecContext(@Nullable AVCodec codec, String name) {
    if (codec == null || codec.isNull()) {
      throw new CodecException("this build of FFmpeg lacks " + name);
    }
    this.codec = codec;
    this.context = avcodec_alloc_context3(codec);
    this.packet = av_packet_alloc();
    this.frame = av_frame_alloc();
    // The same bytes on every machine, whatever its number of cores.
    context.thread_count(1);
  }

  static CodecContext decoder(String name) {
    return new CodecContext(avcodec_find_decoder_by_name(name), name);
  }

  static CodecContext encoder(String name) {
    return new CodecContext(avcodec_find_encoder_by_name(name), name);
  }

  /** Options are pairs of key and value; an unknown key is an error. */
  void open(String... options) {
    AVDictionary dictionary = new AVDictionary(null);
    try {
      for (int i = 0; i < options.length; i += 2) {
        avutil.av_dict_set(dictionary, options[i], options[i + 1], 0);
      }
      NativeLibrary.check(avcodec_open2(context, codec, dictionary), "opening a codec");
      if (avutil.av_dict_count(dictionary) > 0) {
        throw new CodecException("codec options not understood: " + String.join(" ", options));
      }
    } finally {
      avutil.av_dict_free(dictionary);
      dictionary.close();
    }
  }

  /** Gives bytes to a decoder; false if it refuses them. */
  boolean send(byte[] data, long pts) {
    NativeLibrary.check(av_new_packet(packet, data.length), "packet");
    try {
      try (BytePointer to = new BytePointer(packet.data())) {
        to.put(data, 0, data.length);
      }
      packet.pts(pts);
      return avcodec_send_packet(context, packet) >= 0;
    } finally {
      av_packet_unref(packet);
    }
  }

  /** Takes one picture or stretch of sound out of a decoder into {@link #frame}. */
  boolean receive() {
    return avcodec_receive_frame(context, frame) >= 0;
  }

  /** Gives a frame to an encoder, null at the end, and collects what it has ready. */
  void encode(@Nullable AVFrame input, List<byte[]> out) {
    NativeLibrary.check(avcodec_send_frame(context, input), "encoding");
    while (true) {
      int result = avcodec_receive_packet(context, packet);
      if (result == AGAIN || result == AVERROR_EOF) {
        return;
      }
      NativeLibrary.check(result, "encoding");
      byte[] bytes = new byte[packet.size()];
      packet.data().get(bytes);
      av_packet_unref(packet);
      out.add(bytes);
    }
  }

  byte[] extradata() {
    byte[] bytes = new byte[context.extradata_size()];
    if (bytes.length > 0) {
      context.extradata().get(bytes);
    }
    return bytes;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      av_frame_free(frame);
      av_packet_free(packet);
      avcodec_free_context(context);
    }
  }
}
