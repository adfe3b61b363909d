package io.parley.storage.codec.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random packets survive writing and reading; random, cut and damaged bytes give the documented
 * exception or a value, and nothing else. Packets stand in the middle of an array whose other bytes
 * are changed between two readings: a read outside the range would show.
 */
class GarbageTest {
  private static final long SEED = 20261121;

  @Test
  void randomRtpSurvivesTheWay() {
    Random random = new Random(SEED);
    byte[] buf = new byte[3000];
    for (int round = 0; round < 20_000; round++) {
      int off = random.nextInt(50);
      boolean twoByte = random.nextBoolean();
      int csrcs = random.nextInt(16);
      int extensions = random.nextInt(5);
      byte[] payload = new byte[random.nextInt(1200)];
      random.nextBytes(payload);
      int sequence = random.nextInt(65_536);
      long timestamp = random.nextInt() & 0xffff_ffffL;
      long ssrc = random.nextInt() & 0xffff_ffffL;
      RtpWriter writer =
          new RtpWriter(buf).begin(off, random.nextBoolean(), 96, sequence, timestamp, ssrc);
      for (int i = 0; i < csrcs; i++) {
        writer.csrc(i);
      }
      if (twoByte) {
        writer.twoByteExtensions();
      }
      byte[][] values = new byte[extensions][];
      for (int i = 0; i < extensions; i++) {
        values[i] = new byte[twoByte ? random.nextInt(256) : 1 + random.nextInt(16)];
        random.nextBytes(values[i]);
        writer.extension(1 + i * (twoByte ? 50 : 3), values[i], 0, values[i].length);
      }
      writer.payload(payload, 0, payload.length);
      int padding = random.nextInt(256);
      if (padding > 0) {
        writer.padding(padding);
      }
      RtpPacket packet = new RtpPacket().wrap(buf, off, writer.end());
      assertThat(packet.sequenceNumber()).as("seed %d round %d", SEED, round).isEqualTo(sequence);
      assertThat(packet.timestamp()).isEqualTo(timestamp);
      assertThat(packet.ssrc()).isEqualTo(ssrc);
      assertThat(packet.csrcCount()).isEqualTo(csrcs);
      assertThat(packet.copyPayload()).isEqualTo(payload);
      assertThat(packet.paddingLength()).isEqualTo(padding);
      for (int i = 0; i < extensions; i++) {
        int at = packet.findExtension(1 + i * (twoByte ? 50 : 3));
        int length = packet.extensionLength(at);
        assertThat(Arrays.copyOfRange(buf, at, at + length)).isEqualTo(values[i]);
      }
    }
  }

  @Test
  void garbageIsReadOrRefusedAndNeverReadBeyond() {
    Random random = new Random(SEED);
    int readable = 0;
    int refused = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] packet = random.nextBoolean() ? garbage(random) : damaged(random);
      int off = random.nextInt(20);
      String first = read(padded(packet, off, (byte) 0x00), off, packet.length);
      String second = read(padded(packet, off, (byte) 0xff), off, packet.length);
      assertThat(second).as("seed %d round %d", SEED, round).isEqualTo(first);
      if (first.endsWith("malformed")) {
        refused++;
      } else {
        readable++;
      }
    }
    assertThat(readable).isGreaterThan(5_000);
    assertThat(refused).isGreaterThan(5_000);
  }

  private static byte[] padded(byte[] packet, int off, byte around) {
    byte[] buf = new byte[off + packet.length + 40];
    Arrays.fill(buf, around);
    System.arraycopy(packet, 0, buf, off, packet.length);
    return buf;
  }

  private static byte[] garbage(Random random) {
    byte[] bytes = new byte[random.nextInt(120)];
    random.nextBytes(bytes);
    if (bytes.length > 3 && random.nextInt(4) != 0) {
      bytes[0] = (byte) (0x80 | (bytes[0] & 0x3f));
      if (random.nextBoolean()) {
        bytes[1] = (byte) (200 + random.nextInt(8));
        bytes[2] = 0;
        bytes[3] = (byte) (bytes.length / 4 - 1);
      }
    }
    return bytes;
  }

  /** A good compound, cut or with a few bits changed. */
  private static byte[] damaged(Random random) {
    byte[] buf = new byte[600];
    int at = 0;
    ReportBlock block = new ReportBlock(1, 2, 3, 4, 5, 6, 7);
    at += new SenderReport(1, 2, 3, 4, 5, List.of(block, block)).write(buf, at);
    at += new SourceDescription(List.of(new SourceDescription.Chunk(1, "name"))).write(buf, at);
    at += new Nack(1, 2, new int[] {1, 5, 100}).write(buf, at);
    at +=
        new TransportFeedback(1, 2, 3, 4, 5, new int[] {1, 900, TransportFeedback.NOT_RECEIVED})
            .write(buf, at);
    at += new Remb(1, 2_000_000, List.of(4L)).write(buf, at);
    at += new Goodbye(List.of(1L)).write(buf, at);
    for (int i = random.nextInt(4); i > 0; i--) {
      buf[random.nextInt(at)] ^= (byte) (1 << random.nextInt(8));
    }
    return Arrays.copyOf(buf, random.nextBoolean() ? at : random.nextInt(at + 1));
  }

  /** All that can be read, as text; ends with "malformed" where reading was refused. */
  private static String read(byte[] buf, int off, int len) {
    StringBuilder text = new StringBuilder();
    try {
      text.append(PacketKind.of(buf, off, len));
      if (PacketKind.of(buf, off, len) == PacketKind.RTCP) {
        readRtcp(buf, off, len, text);
      } else {
        readRtp(buf, off, len, text);
      }
    } catch (MalformedPacketException e) {
      text.append("malformed");
    }
    return text.toString();
  }

  private static void readRtp(byte[] buf, int off, int len, StringBuilder text) {
    RtpPacket packet = new RtpPacket().wrap(buf, off, len);
    text.append(packet.ssrc()).append(Arrays.toString(packet.copyPayload()));
    for (int i = 0; i < packet.csrcCount(); i++) {
      text.append(packet.csrc(i));
    }
    HeaderExtensions walk = packet.extensions();
    while (walk.next()) {
      int end = walk.dataOffset() + walk.dataLength();
      assertThat(end).isLessThanOrEqualTo(packet.payloadOffset());
      text.append(Arrays.toString(Arrays.copyOfRange(buf, walk.dataOffset(), end)));
      int found = packet.findExtension(walk.id());
      text.append(found).append(':').append(packet.extensionLength(found));
    }
    if (Rtx.carriesOriginal(packet)) {
      Rtx.decapsulate(new RtpPacket().wrap(buf.clone(), off, len), 96, 1);
    }
  }

  private static void readRtcp(byte[] buf, int off, int len, StringBuilder text) {
    RtcpCompound walk = new RtcpCompound().wrap(buf, off, len);
    while (walk.next()) {
      text.append(
          switch (walk.type()) {
            case RtcpPacket.SENDER_REPORT -> SenderReport.parse(walk);
            case RtcpPacket.RECEIVER_REPORT -> ReceiverReport.parse(walk);
            case RtcpPacket.SOURCE_DESCRIPTION -> SourceDescription.parse(walk);
            case RtcpPacket.GOODBYE -> Goodbye.parse(walk);
            case RtcpPacket.TRANSPORT_FEEDBACK ->
                walk.countOrFormat() == RtcpPacket.FMT_NACK
                    ? Nack.parse(walk)
                    : TransportFeedback.parse(walk);
            case RtcpPacket.PAYLOAD_FEEDBACK ->
                Remb.isAt(walk)
                    ? Remb.parse(walk)
                    : walk.countOrFormat() == RtcpPacket.FMT_FIR
                        ? FullIntraRequest.parse(walk)
                        : PictureLossIndication.parse(walk);
            default -> "other";
          });
    }
  }
}
