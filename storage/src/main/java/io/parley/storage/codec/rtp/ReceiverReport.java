package io.parley.storage.codec.rtp;

import java.util.List;

/**
 * RTCP receiver report (RFC 3550 §6.4.2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|    RC   |   PT=RR=201   |             length            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     SSRC of packet sender                     |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |                  report blocks ({@link ReportBlock})          |
 * </pre>
 */
public record ReceiverReport(long ssrc, List<ReportBlock> blocks) {
  static final int BLOCKS = 8;

  public ReceiverReport {
    Bytes.checkUnsigned("ssrc", ssrc, 32);
    blocks = ReportBlock.checked(blocks);
  }

  /**
   * The report at which the walk stands; profile-specific extensions are left unread.
   *
   * @throws MalformedPacketException if it is another packet or too short
   */
  public static ReceiverReport parse(RtcpCompound at) {
    int count = at.countOrFormat();
    RtcpPacket.expect(at, RtcpPacket.RECEIVER_REPORT, count, BLOCKS + count * ReportBlock.LENGTH);
    return new ReceiverReport(
        Bytes.u32(at.buffer(), at.offset() + RtcpPacket.SENDER_SSRC),
        ReportBlock.parseAll(at.buffer(), at.offset() + BLOCKS, count));
  }

  /** Writes it at {@code off}; returns its length in bytes. */
  public int write(byte[] buf, int off) {
    int length = BLOCKS + blocks.size() * ReportBlock.LENGTH;
    RtcpPacket.putHeader(buf, off, blocks.size(), RtcpPacket.RECEIVER_REPORT, length);
    Bytes.put32(buf, off + RtcpPacket.SENDER_SSRC, ssrc);
    ReportBlock.writeAll(blocks, buf, off + BLOCKS);
    return length;
  }
}
