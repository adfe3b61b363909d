package io.parley.storage.codec.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each RTCP format against annotated bytes, read and written. */
class RtcpFormatsTest {
  private interface Writer {
    int write(byte[] buf, int off);
  }

  private static RtcpCompound at(byte[] bytes) {
    RtcpCompound walk = RtcpCompound.of(bytes);
    assertThat(walk.next()).isTrue();
    return walk;
  }

  private static void assertWrites(Writer writer, byte[] expected) {
    byte[] buf = new byte[expected.length + 5];
    Arrays.fill(buf, (byte) 0x55);
    int length = writer.write(buf, 3);
    assertThat(Arrays.copyOfRange(buf, 3, 3 + length)).isEqualTo(expected);
    assertThat(Arrays.copyOfRange(buf, 3 + length, buf.length)).containsOnly((byte) 0x55);
  }

  @Test
  void senderReport() {
    byte[] bytes =
        Rows.of(
            """
            81 c8 00 0c   // V=2 RC=1, SR, 13 words
            00 00 00 05   // SSRC of sender
            e9 00 00 01   // NTP seconds
            80 00 00 00   // NTP fraction
            ff ff ff ff   // RTP timestamp
            00 00 00 0a   // packets
            00 00 04 00   // octets
            de ad be ef   // source
            40 ff ff fe   // fraction lost 64/256, -2 lost in all
            00 01 00 02   // one cycle, sequence 2
            00 00 00 63   // jitter
            00 01 80 00   // LSR
            00 02 00 00   // DLSR 2 s
            """);
    SenderReport report =
        new SenderReport(
            5,
            0xe900_0001_8000_0000L,
            0xffff_ffffL,
            10,
            1024,
            List.of(new ReportBlock(0xdeadbeefL, 64, -2, 0x1_0002, 99, 0x1_8000, 0x2_0000)));
    assertThat(SenderReport.parse(at(bytes))).isEqualTo(report);
    assertWrites(report::write, bytes);
    assertThat(NtpTime.middle(report.ntp())).isEqualTo(0x0001_8000);
    assertThatThrownBy(() -> ReceiverReport.parse(at(bytes)))
        .isInstanceOf(MalformedPacketException.class);
  }

  @Test
  void receiverReport() {
    byte[] bytes =
        Rows.of(
            """
            80 c9 00 01   // V=2 RC=0, RR, 2 words
            00 00 00 05   // SSRC of sender
            """);
    ReceiverReport report = new ReceiverReport(5, List.of());
    assertThat(ReceiverReport.parse(at(bytes))).isEqualTo(report);
    assertWrites(report::write, bytes);
  }

  @Test
  void sourceDescription() {
    byte[] bytes =
        Rows.of(
            """
            82 ca 00 06   // V=2 SC=2, SDES, 7 words
            00 00 00 01   // SSRC
            01 02 61 62   // CNAME, 2 bytes "ab"
            00 00 00 00   // end and padding
            00 00 00 02   // SSRC
            01 05 68 65   // CNAME, 5 bytes "hello"
            6c 6c 6f 00   // end
            """);
    SourceDescription description =
        new SourceDescription(
            List.of(new SourceDescription.Chunk(1, "ab"), new SourceDescription.Chunk(2, "hello")));
    assertThat(SourceDescription.parse(at(bytes))).isEqualTo(description);
    assertWrites(description::write, bytes);
    byte[] withTool =
        Rows.of(
            """
            81 ca 00 04   // SC=1, 5 words
            00 00 00 01   // SSRC
            06 03 78 79   // TOOL, 3 bytes…
            7a 01 01 71   // …"xyz"; CNAME "q"
            00 00 00 00   // end and padding
            """);
    assertThat(SourceDescription.parse(at(withTool)).chunks())
        .containsExactly(new SourceDescription.Chunk(1, "q"));
  }

  @Test
  void goodbye() {
    byte[] bytes =
        Rows.of(
            """
            82 cb 00 02   // SC=2, BYE, 3 words
            00 00 00 07   // SSRC
            ff ff ff ff   // SSRC
            """);
    Goodbye goodbye = new Goodbye(List.of(7L, 0xffff_ffffL));
    assertThat(Goodbye.parse(at(bytes))).isEqualTo(goodbye);
    assertWrites(goodbye::write, bytes);
  }

  @Test
  void nack() {
    byte[] bytes =
        Rows.of(
            """
            81 cd 00 04   // FMT=1, RTPFB, 5 words
            00 00 00 01   // sender
            00 00 00 02   // media source
            ff fe 80 05   // 65534, and 1, 3 and 16 after it
            00 64 00 00   // 100
            """);
    Nack nack = new Nack(1, 2, new int[] {65_534, 65_535, 1, 14, 100});
    assertThat(Nack.parse(at(bytes))).isEqualTo(nack);
    assertWrites(nack::write, bytes);
  }

  @Test
  void pictureLossIndication() {
    byte[] bytes =
        Rows.of(
            """
            81 ce 00 02   // FMT=1, PSFB, 3 words
            00 00 00 01   // sender
            00 00 00 02   // media source
            """);
    PictureLossIndication pli = new PictureLossIndication(1, 2);
    assertThat(PictureLossIndication.parse(at(bytes))).isEqualTo(pli);
    assertWrites(pli::write, bytes);
  }

  @Test
  void fullIntraRequest() {
    byte[] bytes =
        Rows.of(
            """
            84 ce 00 04   // FMT=4, PSFB, 5 words
            00 00 00 01   // sender
            00 00 00 00   // media source: none
            00 00 00 02   // SSRC asked
            ff 00 00 00   // number 255
            """);
    FullIntraRequest fir = new FullIntraRequest(1, List.of(new FullIntraRequest.Entry(2, 255)));
    assertThat(FullIntraRequest.parse(at(bytes))).isEqualTo(fir);
    assertWrites(fir::write, bytes);
  }

  @Test
  void remb() {
    byte[] bytes =
        Rows.of(
            """
            8f ce 00 06   // FMT=15, PSFB, 7 words
            00 00 00 01   // sender
            00 00 00 00   // media source: none
            52 45 4d 42   // "REMB"
            02 07 d0 90   // 2 SSRCs, exponent 1, mantissa 0x3d090
            00 00 00 02
            00 00 00 03
            """);
    Remb remb = new Remb(1, 500_000, List.of(2L, 3L));
    assertThat(Remb.parse(at(bytes))).isEqualTo(remb);
    assertWrites(remb::write, bytes);
    byte[] huge = bytes.clone();
    huge[17] = (byte) 0xff;
    assertThat(Remb.parse(at(huge)).bitsPerSecond()).isEqualTo(Long.MAX_VALUE);
    byte[] other = bytes.clone();
    other[12] = 'X';
    assertThat(Remb.isAt(at(other))).isFalse();
  }

  @Test
  void walksCompoundsWithPadding() {
    byte[] bytes =
        Rows.of(
            """
            80 c9 00 01 00 00 00 05               // RR
            81 ce 00 02 00 00 00 01 00 00 00 02   // PLI
            a0 cb 00 01 00 00 00 04               // BYE with four bytes of padding
            """);
    RtcpCompound walk = RtcpCompound.of(bytes);
    assertThat(walk.next()).isTrue();
    assertThat(walk.type()).isEqualTo(RtcpPacket.RECEIVER_REPORT);
    assertThat(walk.next()).isTrue();
    assertThat(walk.is(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.FMT_PLI)).isTrue();
    assertThat(walk.next()).isTrue();
    assertThat(walk.length()).isEqualTo(4);
    assertThat(walk.next()).isFalse();
    assertThat(walk.next()).isFalse();
  }

  @Test
  void compoundsThatDoNotFitAreRefusedWhereTheyBreak() {
    RtcpCompound walk = RtcpCompound.of(Rows.of("80 c9 00 01 00 00 00 05 80 c9 00 02 00 00"));
    assertThat(walk.next()).isTrue();
    assertThatThrownBy(walk::next).isInstanceOf(MalformedPacketException.class);
    assertThatThrownBy(() -> at(Rows.of("00 c9 00 00")))
        .isInstanceOf(MalformedPacketException.class);
    assertThatThrownBy(() -> at(Rows.of("80 c9"))).isInstanceOf(MalformedPacketException.class);
    assertThatThrownBy(() -> at(Rows.of("a0 c9 00 01 00 00 00 00")))
        .isInstanceOf(MalformedPacketException.class);
    assertThatThrownBy(() -> at(Rows.of("a0 c9 00 01 00 00 00 08")))
        .isInstanceOf(MalformedPacketException.class);
  }

  @Test
  void valuesOutOfRangeCannotBeMade() {
    assertThatThrownBy(() -> new Nack(1, 2, new int[] {65_536}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Nack(1, 2, new int[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PictureLossIndication(-1, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ReportBlock(1, 256, 0, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PictureLossIndication(1, 2).write(new byte[11], 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
