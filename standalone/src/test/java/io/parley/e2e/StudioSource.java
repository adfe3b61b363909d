package io.parley.e2e;

import io.parley.transcription.fixtures.FixtureDialogue;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Java2DFrameConverter;

/**
 * What comes out of a studio: a file of 1080p30 H.264 and stereo sound at 44.1 kHz. The picture
 * counts hundredths of a second as {@link Counter} reads them; one person of a dialogue is heard on
 * the left, another on the right.
 */
final class StudioSource {
  static final int WIDTH = 1_920;
  static final int HEIGHT = 1_080;
  static final int PICTURES_PER_SECOND = 30;
  static final int SAMPLE_RATE_HZ = 44_100;
  static final Color HUE = new Color(0xff00ff);

  private static final int BIT_RATE = 3_000_000;
  private static final int BARS = 20;
  private static final int MARKER = 120;
  private static final int BAR = (WIDTH - 2 * MARKER) / BARS;

  /** The fixtures' own. */
  private static final int SPOKEN_HZ = 48_000;

  private static final int SPOKEN_PER_PICTURE = SPOKEN_HZ / PICTURES_PER_SECOND;

  private StudioSource() {}

  /** Writes a Matroska file; sound and picture begin together with the dialogue. */
  static void write(
      Path file, FixtureDialogue dialogue, String onTheLeft, String onTheRight, int seconds)
      throws Exception {
    short[] left = dialogue.pcm48k(onTheLeft);
    short[] right = dialogue.pcm48k(onTheRight);
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = picture.createGraphics();
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), WIDTH, HEIGHT, 2);
        Java2DFrameConverter converter = new Java2DFrameConverter()) {
      recorder.setFormat("matroska");
      recorder.setVideoCodecName("libopenh264");
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setFrameRate(PICTURES_PER_SECOND);
      recorder.setGopSize(PICTURES_PER_SECOND);
      recorder.setVideoBitrate(BIT_RATE);
      recorder.setAudioCodec(avcodec.AV_CODEC_ID_PCM_S16LE);
      recorder.setSampleRate(SAMPLE_RATE_HZ);
      recorder.start();
      for (int number = 0; number < seconds * PICTURES_PER_SECOND; number++) {
        draw(graphics, number);
        recorder.record(converter.convert(picture));
        ShortBuffer both = ShortBuffer.allocate(2 * SPOKEN_PER_PICTURE);
        for (int i = 0; i < SPOKEN_PER_PICTURE; i++) {
          int at = number * SPOKEN_PER_PICTURE + i;
          both.put(at < left.length ? left[at] : 0).put(at < right.length ? right[at] : 0);
        }
        recorder.recordSamples(SPOKEN_HZ, 2, both.flip());
      }
    } finally {
      graphics.dispose();
    }
  }

  private static void draw(Graphics2D graphics, int number) {
    int value = number * 100 / PICTURES_PER_SECOND;
    int parity = Integer.bitCount(value) & 1;
    int bits = (2 << 18) | (value << 2) | (parity << 1) | 1;
    graphics.setColor(HUE);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    for (int bar = 0; bar < BARS; bar++) {
      graphics.setColor((bits >> (BARS - 1 - bar) & 1) == 1 ? Color.WHITE : Color.BLACK);
      graphics.fillRect(MARKER + bar * BAR, 0, BAR, HEIGHT / 2);
    }
    for (int stripe = 0; stripe < HEIGHT / 2; stripe += 10) {
      graphics.setColor(Color.getHSBColor((stripe + 3 * number) % 540 / 540f, 0.5f, 0.4f));
      graphics.fillRect(MARKER, HEIGHT / 2 + stripe, WIDTH - 2 * MARKER, 10);
    }
  }
}
