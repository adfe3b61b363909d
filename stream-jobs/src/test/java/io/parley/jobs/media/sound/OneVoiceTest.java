package io.parley.jobs.media.sound;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.jobs.media.codec.AacEncoder;
import io.parley.jobs.media.codec.TestDemuxer;
import io.parley.jobs.media.codec.TestEncoder;
import io.parley.jobs.media.window.WindowGrid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times that were rounded to milliseconds must not be heard. */
class OneVoiceTest {
  private static final double STEP = 2 * Math.PI * 440 / 48_000;
  private static final int WINDOWS = 3;

  @TempDir Path directory;

  /** AAC-LC, 48 kHz, stereo, behind the header that makes it readable alone (ISO/IEC 13818-7). */
  private static byte[] adts(byte[] frame) {
    int length = frame.length + 7;
    return new ByteWriter(length)
        .u16(0xfff1)
        .u8(1 << 6 | 3 << 2)
        .u8(2 << 6 | length >> 11)
        .u8(length >> 3)
        .u8((length & 7) << 5 | 0x1f)
        .u8(0xfc)
        .raw(frame)
        .toByteArray();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-400, 0, 37, 400})
  void aToneStaysSteadyWhateverTheClockOfItsSender(double driftPpm) throws Exception {
    List<byte[]> packets =
        TestEncoder.sound(WINDOWS * 205 + 20, s -> (float) (0.5 * Math.sin(STEP * s)));
    OneVoice voice = new OneVoice(128_000);
    List<byte[]> frames = new ArrayList<>();
    int next = 0;
    for (long window = 0; window < WINDOWS; window++) {
      while (next < packets.size()) {
        long micros = Math.round(next * 20.0 * (1 + driftPpm * 1e-6) + 0.3) * 1_000;
        if (!OneVoice.heardIn(window, micros)) {
          break;
        }
        voice.add(packets.get(next++), micros);
      }
      frames.addAll(voice.window(window));
    }
    assertThat(frames).hasSize(WINDOWS * WindowGrid.AAC_FRAMES);
    float[] sound =
        TestDemuxer.read(
                directory,
                "voice.aac",
                frames.stream().map(OneVoiceTest::adts).toArray(byte[][]::new))
            .get(0)
            .sound();
    assertThat(sound).hasSize(frames.size() * AacEncoder.FRAME_SAMPLES);
    // A tone of 440 Hz at 0.5 cannot change faster than 0.0288 a sample; a click would.
    double steepest = 0;
    for (int i = 9_600; i < sound.length - 9_600; i++) {
      steepest = Math.max(steepest, Math.abs(sound[i] - sound[i - 1]));
    }
    assertThat(steepest).isBetween(0.027, 0.031);
  }
}
