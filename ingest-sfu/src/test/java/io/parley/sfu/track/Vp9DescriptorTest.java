package io.parley.sfu.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class Vp9DescriptorTest {
  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("//[^\n]*|\\s", ""));
  }

  private static Vp9Descriptor parse(byte[] payload) {
    return Objects.requireNonNull(Vp9Descriptor.parse(payload, 0, payload.length));
  }

  /** The first packet of a key picture in three spatial and three temporal layers. */
  private static final byte[] KEY =
      bytes(
          """
          aa            // I, L, B, V
          92 34         // picture id 0x1234
          10 07         // T0, U, S0; TL0PICIDX 7
          58            // three layers, sizes, pattern
          0140 00b4  0280 0168  0500 02d0
          04 14 01  54 01 01  34 01 02  54 01 01
          82 49 83      // the frame
          """);

  @Test
  void theFirstPacketOfAKeyPictureTellsTheSizesOfAllLayers() {
    Vp9Descriptor key = parse(KEY);
    assertThat(key.predicted()).isFalse();
    assertThat(key.startsFrame()).isTrue();
    assertThat(key.endsFrame()).isFalse();
    assertThat(key.temporalLayer()).isZero();
    assertThat(key.spatialLayer()).isZero();
    assertThat(key.switchingUp()).isTrue();
    assertThat(key.structureLayers()).isEqualTo(3);
    assertThat(key.size(KEY, 0, 0)).isEqualTo(320 << 16 | 180);
    assertThat(key.size(KEY, 0, 2)).isEqualTo(1_280 << 16 | 720);
    assertThat(key.size(KEY, 0, 3)).as("there is none").isZero();
  }

  @Test
  void layersOfLaterPicturesAreRead() {
    Vp9Descriptor upper = parse(bytes("e4 05 45 07 aa")); // 7-bit id, T2, S2, D; last packet
    assertThat(upper.predicted()).isTrue();
    assertThat(upper.startsFrame()).isFalse();
    assertThat(upper.endsFrame()).isTrue();
    assertThat(upper.temporalLayer()).isEqualTo(2);
    assertThat(upper.spatialLayer()).isEqualTo(2);
    assertThat(upper.switchingUp()).isFalse();
    Vp9Descriptor flexible = parse(bytes("f8 81 00 22 03 04 aa")); // two references, S1
    assertThat(flexible.spatialLayer()).isEqualTo(1);
    assertThat(flexible.startsFrame()).isTrue();
    Vp9Descriptor plain = parse(bytes("0c aa"));
    assertThat(plain.spatialLayer()).isZero();
    assertThat(plain.structureLayers()).isZero();
  }

  @Test
  void whatIsCutShortIsNoDescriptor() {
    for (int length = 0; length < 18; length++) {
      byte[] cut = Arrays.copyOf(KEY, length);
      assertThat(Vp9Descriptor.parse(cut, 0, length)).as("%d bytes", length).isNull();
    }
    byte[] endless = bytes("d8 01 03 03 03 03 03 aa");
    assertThat(Vp9Descriptor.parse(endless, 0, endless.length)).isNull();
  }
}
