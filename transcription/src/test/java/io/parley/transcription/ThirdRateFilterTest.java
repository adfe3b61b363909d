package io.parley.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ThirdRateFilterTest {
  private static short[] tone(double hertz) {
    short[] pcm = new short[48_000];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) Math.round(16_000 * Math.sin(2 * Math.PI * hertz * i / 48_000));
    }
    return pcm;
  }

  private static double gainDb(double hertz) {
    short[] out = Sounds.to16k(tone(hertz));
    return 20 * Math.log10(Sounds.rms(out, 1_000, 15_000) / (16_000 / Math.sqrt(2)) + 1e-9);
  }

  @Test
  void passesSpeechAndStopsWhatWouldFold() {
    for (double hertz : new double[] {50, 440, 1_000, 3_400, 5_000, 6_900}) {
      assertThat(gainDb(hertz)).as("%.0f Hz", hertz).isCloseTo(0, within(0.1));
    }
    for (double hertz : new double[] {8_600, 9_500, 12_000, 15_000, 16_000, 20_000, 23_000}) {
      // Rounding to 16 bits alone makes noise 90 dB down.
      assertThat(gainDb(hertz)).as("%.0f Hz", hertz).isLessThan(-75);
    }
  }

  @Test
  void outputStandsWhereTheInputStood() {
    short[] in = new short[4_800];
    in[3 * 700] = 30_000;
    short[] out = Sounds.to16k(in);
    int peak = 0;
    for (int i = 0; i < out.length; i++) {
      peak = out[i] > out[peak] ? i : peak;
    }
    assertThat(peak).isEqualTo(700);
  }

  @Test
  void clipsInsteadOfWrapping() {
    short[] square = new short[4_800];
    for (int i = 0; i < square.length; i++) {
      square[i] = i / 60 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
    }
    short[] out = Sounds.to16k(square);
    for (int i = 100; i < out.length - 100; i++) {
      int phase = i % 40;
      if (phase > 2 && phase < 18) {
        assertThat(out[i]).isGreaterThan((short) 20_000);
      }
    }
  }

  @Test
  void goesOnFromItsSavedState() throws IOException {
    short[] in = tone(1_234);
    ThirdRateFilter one = new ThirdRateFilter();
    ThirdRateFilter other = new ThirdRateFilter();
    for (int i = 0; i < 10_000; i++) {
      if (i % 1_009 == 0) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        other.write(new DataOutputStream(bytes));
        other =
            ThirdRateFilter.read(
                new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      }
      boolean due = one.push(in[i]);
      assertThat(other.push(in[i])).isEqualTo(due);
      if (due) {
        assertThat(other.output()).isEqualTo(one.output());
      }
    }
  }
}
