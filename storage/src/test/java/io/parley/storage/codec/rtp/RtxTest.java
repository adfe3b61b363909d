package io.parley.storage.codec.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RtxTest {
  private static final byte[] ORIGINAL =
      Rows.of(
          """
          b0 e0 12 34   // P=1 X=1, M=1 PT=96, sequence 0x1234
          00 00 00 09 00 00 00 01
          be de 00 01 51 00 07 00
          aa bb cc 01   // payload, one byte of padding
          """);

  @Test
  void retransmissionCarriesTheOriginalNumber() {
    byte[] out = new byte[40];
    int length = Rtx.encapsulate(RtpPacket.of(ORIGINAL), out, 2, 97, 0x55, 0x1_0003);
    assertThat(Arrays.copyOfRange(out, 2, 2 + length))
        .isEqualTo(
            Rows.of(
                """
                90 e1 00 03   // no padding, PT=97, sequence 3
                00 00 00 09 00 00 00 55
                be de 00 01 51 00 07 00
                12 34         // original sequence number
                aa bb cc
                """));
    RtpPacket rtx = new RtpPacket().wrap(out, 2, length);
    Rtx.decapsulate(rtx, 96, 1);
    assertThat(rtx.offset()).isEqualTo(4);
    byte[] expected = Arrays.copyOf(ORIGINAL, ORIGINAL.length - 1);
    expected[0] = (byte) 0x90;
    assertThat(rtx.copy()).isEqualTo(expected);
  }

  @Test
  void probesOfPaddingCarryNothing() {
    byte[] probe =
        Rows.of(
            """
            a0 61 00 03 00 00 00 09 00 00 00 55
            00 00 00 00 05   // five bytes of padding
            """);
    RtpPacket rtx = RtpPacket.of(probe);
    assertThat(Rtx.carriesOriginal(rtx)).isFalse();
    assertThatThrownBy(() -> Rtx.decapsulate(rtx, 96, 1))
        .isInstanceOf(MalformedPacketException.class);
    assertThatThrownBy(() -> Rtx.encapsulate(RtpPacket.of(ORIGINAL), new byte[24], 0, 97, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
