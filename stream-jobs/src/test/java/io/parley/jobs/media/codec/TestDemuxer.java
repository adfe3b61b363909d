package io.parley.jobs.media.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Reads files with libavformat and decodes all that is in them: a judge from outside. */
public final class TestDemuxer {
  private TestDemuxer() {}

  /**
   * @param packets as they are in the file
   * @param pictures decoded, if it is video
   * @param sound left channel, if it is sound
   */
  public record Stream(
      String codec,
      int width,
      int height,
      List<Double> seconds,
      List<Boolean> keys,
      List<byte[]> packets,
      List<TestDecoder.Picture> pictures,
      float[] sound) {
    public double startSeconds() {
      return seconds.get(0);
    }
  }

  /** Joins the parts to one file and reads it. Any error of container or decoder fails. */
  public static List<Stream> read(Path directory, String name, byte[]... parts) throws IOException {
    Path file = directory.resolve(name);
    try (var out = Files.newOutputStream(file)) {
      for (byte[] part : parts) {
        out.write(part);
      }
    }
    NativeLibrary.load();
    AVFormatContext format = new AVFormatContext(null);
    NativeLibrary.check(
        avformat_open_input(format, file.toString(), null, (AVDictionary) null), "open " + name);
    NativeLibrary.check(avformat_find_stream_info(format, (PointerPointer<?>) null), "streams");
    AVPacket packet = av_packet_alloc();
    List<Reading> readings = new ArrayList<>();
    try {
      for (int i = 0; i < format.nb_streams(); i++) {
        readings.add(new Reading(format.streams(i)));
      }
      while (av_read_frame(format, packet) >= 0) {
        readings.get(packet.stream_index()).take(packet);
        av_packet_unref(packet);
      }
      List<Stream> streams = new ArrayList<>();
      for (Reading reading : readings) {
        streams.add(reading.finish());
      }
      return streams;
    } finally {
      av_packet_free(packet);
      avformat_close_input(format);
    }
  }

  private static final class Reading {
    private final org.bytedeco.ffmpeg.avformat.AVStream stream;
    private final AVCodecContext decoder;
    private final AVFrame frame = avutil.av_frame_alloc();
    private final boolean video;
    private final List<Double> seconds = new ArrayList<>();
    private final List<Boolean> keys = new ArrayList<>();
    private final List<byte[]> packets = new ArrayList<>();
    private final List<TestDecoder.Picture> pictures = new ArrayList<>();
    private final List<float[]> sound = new ArrayList<>();

    Reading(org.bytedeco.ffmpeg.avformat.AVStream stream) {
      this.stream = stream;
      video = stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO;
      var codec =
          stream.codecpar().codec_id() == avcodec.AV_CODEC_ID_AV1
              ? avcodec.avcodec_find_decoder_by_name("libaom-av1")
              : avcodec_find_decoder(stream.codecpar().codec_id());
      decoder = avcodec.avcodec_alloc_context3(codec);
      avcodec.avcodec_parameters_to_context(decoder, stream.codecpar());
      decoder.thread_count(1);
      NativeLibrary.check(
          avcodec.avcodec_open2(decoder, codec, (AVDictionary) null), "open decoder");
    }

    void take(AVPacket packet) {
      seconds.add((double) packet.pts() * stream.time_base().num() / stream.time_base().den());
      keys.add((packet.flags() & AV_PKT_FLAG_KEY) != 0);
      byte[] data = new byte[packet.size()];
      packet.data().get(data);
      packets.add(data);
      NativeLibrary.check(avcodec.avcodec_send_packet(decoder, packet), "decode");
      drain();
    }

    private void drain() {
      while (avcodec.avcodec_receive_frame(decoder, frame) >= 0) {
        if (frame.decode_error_flags() != 0) {
          throw new AssertionError("decoder concealed an error");
        }
        if (video) {
          pictures.add(TestDecoder.picture(frame));
        } else {
          float[] samples = new float[frame.nb_samples()];
          try (FloatPointer from = new FloatPointer(frame.data(0))) {
            from.get(samples);
          }
          sound.add(samples);
        }
      }
    }

    Stream finish() {
      avcodec.avcodec_send_packet(decoder, null);
      drain();
      int total = sound.stream().mapToInt(s -> s.length).sum();
      float[] all = new float[total];
      int at = 0;
      for (float[] part : sound) {
        System.arraycopy(part, 0, all, at, part.length);
        at += part.length;
      }
      String name = avcodec_get_name(stream.codecpar().codec_id()).getString();
      Stream read =
          new Stream(
              name,
              stream.codecpar().width(),
              stream.codecpar().height(),
              seconds,
              keys,
              packets,
              pictures,
              all);
      avutil.av_frame_free(frame);
      avcodec.avcodec_free_context(decoder);
      return read;
    }
  }
}
