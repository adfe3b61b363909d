package io.parley.storage.codec.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RedTest {
  private static final String HEADER =
      "90 bf 12 34 00 01 00 00 00 00 00 09 // X=1, M=1 PT=63\n be de 00 01 a0 85 00 00\n";

  /** As a browser sends it: the frame before, 960 samples earlier, then the newest. */
  private static final byte[] TWO =
      Rows.of(
          HEADER
              + """
              ef 0f 00 03   // block of PT 111, 960 earlier, 3 bytes
              6f            // primary, PT 111
              78 01 02      // the frame before
              78 0a 0b 0c
              """);

  private static RtpPacket packet(String payload) {
    return RtpPacket.of(Rows.of(HEADER + payload));
  }

  @Test
  void blocksStandWhereTheirHeadersSay() {
    RtpPacket packet = RtpPacket.of(TWO);
    Red red = new Red().wrap(packet);
    assertThat(red.redundant()).isEqualTo(1);
    assertThat(red.payloadType(0)).isEqualTo(111);
    assertThat(red.timestampOffset(0)).isEqualTo(960);
    assertThat(red.offset(0)).isEqualTo(packet.payloadOffset() + 5);
    assertThat(red.length(0)).isEqualTo(3);
    assertThat(red.primaryPayloadType()).isEqualTo(111);
    assertThat(red.primaryOffset()).isEqualTo(packet.payloadOffset() + 8);
    assertThat(red.primaryLength()).isEqualTo(4);
  }

  @Test
  void twoAndNoRedundantBlocksAreReadToo() {
    Red red = new Red().wrap(packet("ef 1e 00 01 ef 0f 00 02 6f aa bb bc cc"));
    assertThat(red.redundant()).isEqualTo(2);
    assertThat(red.timestampOffset(0)).isEqualTo(1_920);
    assertThat(red.length(0)).isEqualTo(1);
    assertThat(red.length(1)).isEqualTo(2);
    assertThat(red.offset(1)).isEqualTo(red.offset(0) + 1);
    assertThat(red.primaryLength()).isEqualTo(1);
    RtpPacket alone = packet("6f cc dd");
    assertThat(red.wrap(alone).redundant()).isZero();
    assertThat(red.primaryOffset()).isEqualTo(alone.payloadOffset() + 1);
    assertThat(red.primaryLength()).isEqualTo(2);
  }

  @Test
  void thePrimaryAloneIsThePacketAsItWouldBeWithout() {
    assertThat(Red.primaryAlone(RtpPacket.of(TWO), 8, 111))
        .isEqualTo(Rows.of(HEADER.replace("90 bf", "90 ef") + "78 0a 0b 0c"));
  }

  @Test
  void anotherSubscribersPayloadTypeStandsInEveryHeader() {
    byte[] payload = Rows.of("ef 1e 00 01 ef 0f 00 02 6f aa bb bc cc");
    Red.retype(payload, 0, 100);
    assertThat(payload).isEqualTo(Rows.of("e4 1e 00 01 e4 0f 00 02 64 aa bb bc cc"));
  }

  @Test
  void whatDoesNotFitIsMalformed() {
    for (String payload :
        new String[] {
          "", // nothing
          "6f", // primary without a byte
          "ef 0f 00", // header cut short
          "ef 0f 00 03 6f 01 02 03", // no byte left for the primary
          "ef 0f 03 ff 6f 01 02 03", // longer than the packet
          "ef 00 00 00 ".repeat(Red.MAX_REDUNDANT + 1) + "6f 01"
        }) {
      RtpPacket packet = packet(payload);
      assertThatThrownBy(() -> new Red().wrap(packet))
          .as(payload)
          .isInstanceOf(MalformedPacketException.class);
    }
  }
}
