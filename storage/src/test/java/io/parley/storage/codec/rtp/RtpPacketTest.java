package io.parley.storage.codec.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
  private static final byte[] ONE_BYTE =
      Rows.of(
          """
          b2 e0 12 34   // V=2 P=1 X=1 CC=2, M=1 PT=96, sequence 0x1234
          00 01 02 03   // timestamp
          ca fe ba be   // SSRC
          00 00 00 07   // CSRC 0
          ff ff ff ff   // CSRC 1
          be de 00 03   // one-byte extensions, 3 words
          10 85 00 32   // id 1: voice, -5 dBov; a pad byte; id 3, 3 bytes…
          aa bb cc 51   // …absolute send time; id 5, 2 bytes…
          fe dc 00 00   // …transport-wide number; two pad bytes
          01 02 03      // payload
          00 00 03      // padding of 3
          """);

  @Test
  void readsEveryField() {
    RtpPacket packet = RtpPacket.of(ONE_BYTE);
    assertThat(packet.marker()).isTrue();
    assertThat(packet.payloadType()).isEqualTo(96);
    assertThat(packet.sequenceNumber()).isEqualTo(0x1234);
    assertThat(packet.timestamp()).isEqualTo(0x00010203);
    assertThat(packet.ssrc()).isEqualTo(0xcafebabeL);
    assertThat(packet.csrcCount()).isEqualTo(2);
    assertThat(packet.csrc(0)).isEqualTo(7);
    assertThat(packet.csrc(1)).isEqualTo(0xffffffffL);
    assertThat(packet.headerLength()).isEqualTo(36);
    assertThat(packet.copyPayload()).containsExactly(1, 2, 3);
    assertThat(packet.paddingLength()).isEqualTo(3);
    assertThatThrownBy(() -> packet.csrc(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void readsOneByteExtensions() {
    RtpPacket packet = RtpPacket.of(ONE_BYTE);
    int level = packet.findExtension(1);
    assertThat(packet.extensionLength(level)).isEqualTo(1);
    assertThat(HeaderExtensions.audioLevel(ONE_BYTE, level)).isEqualTo(5);
    assertThat(HeaderExtensions.audioVoice(ONE_BYTE, level)).isTrue();
    int sendTime = packet.findExtension(3);
    assertThat(packet.extensionLength(sendTime)).isEqualTo(3);
    assertThat(HeaderExtensions.absoluteSendTime(ONE_BYTE, sendTime)).isEqualTo(0xaabbcc);
    int number = packet.findExtension(5);
    assertThat(HeaderExtensions.transportSequence(ONE_BYTE, number)).isEqualTo(0xfedc);
    assertThat(packet.findExtension(2)).isEqualTo(-1);
    HeaderExtensions walk = packet.extensions();
    int[] ids = new int[3];
    for (int i = 0; walk.next(); i++) {
      ids[i] = walk.id();
      assertThat(walk.dataOffset()).isEqualTo(packet.findExtension(ids[i]));
    }
    assertThat(ids).containsExactly(1, 3, 5);
  }

  @Test
  void readsTwoByteExtensions() {
    byte[] bytes =
        Rows.of(
            """
            90 60 00 01   // V=2 X=1, PT=96, sequence 1
            00 00 00 00   // timestamp
            00 00 00 01   // SSRC
            10 0f 00 03   // two-byte extensions with appbits 15, 3 words
            01 00 00 ff   // id 1, empty; a pad byte; id 255…
            03 61 62 63   // …3 bytes "abc"
            02 01 2a 00   // id 2, 1 byte; a pad byte
            """);
    RtpPacket packet = RtpPacket.of(bytes);
    assertThat(packet.extensionLength(packet.findExtension(1))).isZero();
    int text = packet.findExtension(255);
    assertThat(HeaderExtensions.text(bytes, text, packet.extensionLength(text))).isEqualTo("abc");
    assertThat(bytes[packet.findExtension(2)]).isEqualTo((byte) 42);
    assertThat(packet.payloadLength()).isZero();
  }

  @Test
  void elementsThatRunOverTheEndAndIdFifteenEndTheWalk() {
    byte[] over =
        Rows.of(
            """
            90 60 00 01 00 00 00 00 00 00 00 01
            be de 00 01   // 1 word
            10 05 23 00   // id 1; id 2 claims 4 bytes of 2
            """);
    assertThat(RtpPacket.of(over).findExtension(1)).isEqualTo(17);
    assertThat(RtpPacket.of(over).findExtension(2)).isEqualTo(-1);
    byte[] stop =
        Rows.of(
            """
            90 60 00 01 00 00 00 00 00 00 00 01
            be de 00 01   // 1 word
            f0 00 10 05   // id 15 stops; id 1 is not read
            """);
    assertThat(RtpPacket.of(stop).findExtension(1)).isEqualTo(-1);
    assertThat(RtpPacket.of(stop).extensions().next()).isFalse();
  }

  @Test
  void otherProfilesHaveNoElements() {
    byte[] other = Rows.of("90 60 00 01 00 00 00 00 00 00 00 01 ab cd 00 01 10 05 00 00");
    assertThat(RtpPacket.of(other).hasExtension()).isTrue();
    assertThat(RtpPacket.of(other).findExtension(1)).isEqualTo(-1);
    assertThat(RtpPacket.of(other).extensions().next()).isFalse();
  }

  @Test
  void writesTheSameBytes() {
    byte[] buf = new byte[100];
    int length =
        new RtpWriter(buf)
            .begin(7, true, 96, 0x1234, 0x00010203, 0xcafebabeL)
            .csrc(7)
            .csrc(0xffffffffL)
            .extension(1, new byte[] {(byte) 0x85}, 0, 1)
            .extension(3, new byte[] {(byte) 0xaa, (byte) 0xbb, (byte) 0xcc}, 0, 3)
            .extension(5, new byte[] {(byte) 0xfe, (byte) 0xdc}, 0, 2)
            .payload(new byte[] {1, 2, 3}, 0, 3)
            .padding(3)
            .end();
    byte[] expected =
        Rows.of(
            """
            b2 e0 12 34 00 01 02 03 ca fe ba be 00 00 00 07 ff ff ff ff
            be de 00 03   // 3 words
            10 85 32 aa   // the writer pads only at the end
            bb cc 51 fe
            dc 00 00 00
            01 02 03 00 00 03
            """);
    assertThat(Arrays.copyOfRange(buf, 7, 7 + length)).isEqualTo(expected);
  }

  @Test
  void rewritesInPlace() {
    RtpPacket packet = RtpPacket.of(ONE_BYTE.clone());
    packet.setMarker(false);
    packet.setPayloadType(127);
    packet.setSequenceNumber(0x1_0005);
    packet.setTimestamp(0x1_ffff_fff0L);
    packet.setSsrc(1);
    assertThat(packet.copy())
        .isEqualTo(
            Rows.of(
                """
                b2 7f 00 05   // M=0 PT=127, sequence 5
                ff ff ff f0   // timestamp
                00 00 00 01   // SSRC
                00 00 00 07 ff ff ff ff be de 00 03 10 85 00 32
                aa bb cc 51 fe dc 00 00 01 02 03 00 00 03
                """));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertMalformed("80 60 00 01 00 00 00 00 00 00 00"); // 11 bytes
    assertMalformed("40 60 00 01 00 00 00 00 00 00 00 01"); // version 1
    assertMalformed("81 60 00 01 00 00 00 00 00 00 00 01"); // a CSRC that is not there
    assertMalformed("90 60 00 01 00 00 00 00 00 00 00 01 be de"); // half an extension header
    assertMalformed("90 60 00 01 00 00 00 00 00 00 00 01 be de 00 01"); // its word is missing
    assertMalformed("a0 60 00 01 00 00 00 00 00 00 00 01"); // padding of nothing
    assertMalformed("a0 60 00 01 00 00 00 00 00 00 00 01 00"); // padding count 0
    assertMalformed("a0 60 00 01 00 00 00 00 00 00 00 01 02"); // more padding than payload
  }

  private static void assertMalformed(String rows) {
    assertThatThrownBy(() -> RtpPacket.of(Rows.of(rows)))
        .isInstanceOf(MalformedPacketException.class);
  }

  @Test
  void tellsRtpFromRtcp() {
    assertThat(kind("80 60 00 01 00 00 00 00 00 00 00 01")).isEqualTo(PacketKind.RTP);
    assertThat(kind("80 e0 00 01 00 00 00 00 00 00 00 01")).isEqualTo(PacketKind.RTP);
    assertThat(kind("80 c8 00 01 00 00 00 00")).isEqualTo(PacketKind.RTCP);
    assertThat(kind("81 df 00 00")).isEqualTo(PacketKind.RTCP);
    assertThat(kind("80 bf 00 01 00 00 00 00 00 00 00 01")).isEqualTo(PacketKind.RTP);
    assertThat(kind("80 60 00 01")).isEqualTo(PacketKind.NEITHER);
    assertThat(kind("00 01 00 00")).isEqualTo(PacketKind.NEITHER);
    assertThat(kind("")).isEqualTo(PacketKind.NEITHER);
  }

  private static PacketKind kind(String rows) {
    byte[] bytes = Rows.of(rows);
    return PacketKind.of(bytes, 0, bytes.length);
  }
}
