package io.parley.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6716 table 2 and §3.2. */
class OpusDurationTest {
  @ParameterizedTest
  @CsvSource({
    // config, code, second byte, samples
    "0, 0, 0, 480",
    "1, 0, 0, 960",
    "2, 0, 0, 1920",
    "3, 0, 0, 2880",
    "3, 1, 0, 5760",
    "11, 2, 0, 5760",
    "12, 0, 0, 480",
    "15, 0, 0, 960",
    "16, 0, 0, 120",
    "31, 0, 0, 960",
    "31, 3, 3, 2880",
    "31, 3, 6, 5760",
    "31, 3, 7, -1",
    "31, 3, 0, -1",
    "19, 3, 0x86, 5760",
  })
  void readsTheTableOfContents(int config, int code, String second, int samples) {
    byte[] packet = {(byte) (config << 3 | code), Integer.decode(second).byteValue(), 0, 0};
    assertThat(OpusDuration.samples(packet)).isEqualTo(samples);
    packet[0] |= 4; // stereo
    assertThat(OpusDuration.samples(packet)).isEqualTo(samples);
  }

  @ParameterizedTest
  @CsvSource({"-1", "3"})
  void refusesWhatIsTooShort(int toc) {
    byte[] packet = toc < 0 ? new byte[0] : new byte[] {(byte) toc};
    assertThat(OpusDuration.samples(packet)).isEqualTo(-1);
  }
}
