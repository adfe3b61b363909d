package io.parley.e2e;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.Java2DFrameConverter;

/** A recording as any player would see it: decoded by FFmpeg, whole, any error a failure. */
final class MediaFile {
  /** Samples; less than this is how exactly containers tell times. */
  private static final int LEAST_GAP = 480;

  private MediaFile() {}

  /**
   * @param number from 0
   * @param micros on the file's own clock
   */
  record Picture(int number, long micros, BufferedImage image) {}

  /** Mono, 48 kHz, from the time of the first sample. */
  record Sound(long startMicros, short[] samples) {}

  /** 48 kHz, from the time of the first sample. */
  record Stereo(long startMicros, short[] left, short[] right) {}

  /** What the container says. */
  record Facts(double seconds, int videoPictures, int width, int height, String videoCodec) {}

  static Facts facts(Path file) throws Exception {
    try (FFmpegFrameGrabber grabber = open(file)) {
      int pictures = 0;
      for (Frame frame = grabber.grabImage(); frame != null; frame = grabber.grabImage()) {
        pictures++;
      }
      return new Facts(
          grabber.getLengthInTime() / 1e6,
          pictures,
          grabber.getImageWidth(),
          grabber.getImageHeight(),
          grabber.getVideoCodecName());
    }
  }

  /** Decodes all of a file with one track, and says in which codec that is, such as {@code vp9}. */
  static String decodeTrack(Path file) throws Exception {
    try (FFmpegFrameGrabber grabber = open(file)) {
      int frames = 0;
      for (Frame frame = grabber.grab(); frame != null; frame = grabber.grab()) {
        frames++;
      }
      if (frames == 0) {
        throw new AssertionError("nothing to decode in " + file);
      }
      boolean picture = grabber.hasVideo();
      return avcodec_get_name(picture ? grabber.getVideoCodec() : grabber.getAudioCodec())
          .getString();
    }
  }

  /** How many packets are in a file. */
  static int packets(Path file) throws Exception {
    try (FFmpegFrameGrabber grabber = open(file)) {
      int packets = 0;
      for (AVPacket packet = grabber.grabPacket(); packet != null; packet = grabber.grabPacket()) {
        packets++;
      }
      return packets;
    }
  }

  /**
   * Looks at pictures while decoding, without keeping any.
   *
   * @param wanted which, by their numbers from 0
   */
  static void eachPicture(Path file, IntPredicate wanted, Consumer<Picture> eye) throws Exception {
    Java2DFrameConverter converter = new Java2DFrameConverter();
    try (FFmpegFrameGrabber grabber = open(file)) {
      int index = 0;
      for (Frame frame = grabber.grabImage(); frame != null; frame = grabber.grabImage()) {
        if (wanted.test(index++)) {
          eye.accept(new Picture(index - 1, frame.timestamp, converter.convert(frame)));
        }
      }
    }
  }

  static Sound sound(Path file) throws Exception {
    return sound(file, 1, false);
  }

  /** Both channels, the same in both where there is one; silence where a file has nothing. */
  static Stereo stereo(Path file) throws Exception {
    Sound both = sound(file, 2, true);
    short[] left = new short[both.samples().length / 2];
    short[] right = new short[left.length];
    for (int i = 0; i < left.length; i++) {
      left[i] = both.samples()[2 * i];
      right[i] = both.samples()[2 * i + 1];
    }
    return new Stereo(both.startMicros(), left, right);
  }

  private static Sound sound(Path file, int channels, boolean filled) throws Exception {
    short[] samples = new short[1 << 20];
    int length = 0;
    long start = -1;
    try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
      grabber.setAudioChannels(channels);
      grabber.setSampleRate(48_000);
      grabber.start();
      for (Frame frame = grabber.grabSamples(); frame != null; frame = grabber.grabSamples()) {
        if (start < 0) {
          start = frame.timestamp;
        }
        int due = (int) ((frame.timestamp - start) * 48 / 1_000) * channels;
        if (filled && due - length > LEAST_GAP * channels) {
          samples = Arrays.copyOf(samples, Math.max(samples.length, due));
          length = due;
        }
        ShortBuffer chunk = (ShortBuffer) frame.samples[0];
        int more = chunk.remaining();
        if (length + more > samples.length) {
          samples = Arrays.copyOf(samples, samples.length * 2 + more);
        }
        chunk.get(samples, length, more);
        length += more;
      }
    }
    return new Sound(Math.max(0, start), Arrays.copyOf(samples, length));
  }

  private static FFmpegFrameGrabber open(Path file) throws Exception {
    FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(new File(file.toString()));
    grabber.setOption("err_detect", "explode");
    grabber.start();
    return grabber;
  }
}
