package io.parley.storage.codec.rtp;

import java.util.List;

/**
 * RTCP sender report (RFC 3550 §6.4.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|    RC   |   PT=SR=200   |             length            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         SSRC of sender                        |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |              NTP timestamp, most significant word             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |             NTP timestamp, least significant word             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         RTP timestamp                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     sender's packet count                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      sender's octet count                     |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |                  report blocks ({@link ReportBlock})          |
 * </pre>
 *
 * @param ntp wall clock of the sender, see {@link NtpTime}
 * @param rtpTimestamp the same instant on the media clock, 0…2³²-1
 * @param packetCount modulo 2³²
 * @param octetCount payload bytes, modulo 2³²
 */
public record SenderReport(
    long ssrc,
    long ntp,
    long rtpTimestamp,
    long packetCount,
    long octetCount,
    List<ReportBlock> blocks) {
  static final int NTP = 8;
  static final int RTP_TIMESTAMP = 16;
  static final int PACKET_COUNT = 20;
  static final int OCTET_COUNT = 24;
  static final int BLOCKS = 28;

  public SenderReport {
    Bytes.checkUnsigned("ssrc", ssrc, 32);
    Bytes.checkUnsigned("RTP timestamp", rtpTimestamp, 32);
    Bytes.checkUnsigned("packet count", packetCount, 32);
    Bytes.checkUnsigned("octet count", octetCount, 32);
    blocks = ReportBlock.checked(blocks);
  }

  /**
   * The report at which the walk stands; profile-specific extensions are left unread.
   *
   * @throws MalformedPacketException if it is another packet or too short
   */
  public static SenderReport parse(RtcpCompound at) {
    int count = at.countOrFormat();
    RtcpPacket.expect(at, RtcpPacket.SENDER_REPORT, count, BLOCKS + count * ReportBlock.LENGTH);
    byte[] buf = at.buffer();
    int off = at.offset();
    return new SenderReport(
        Bytes.u32(buf, off + RtcpPacket.SENDER_SSRC),
        Bytes.u64(buf, off + NTP),
        Bytes.u32(buf, off + RTP_TIMESTAMP),
        Bytes.u32(buf, off + PACKET_COUNT),
        Bytes.u32(buf, off + OCTET_COUNT),
        ReportBlock.parseAll(buf, off + BLOCKS, count));
  }

  /**
   * Writes another RTP timestamp into a packet that begins with a report.
   *
   * @param rtpTimestamp its lowest 32 bits count
   */
  public static void setRtpTimestamp(byte[] buf, long rtpTimestamp) {
    Bytes.put32(buf, RTP_TIMESTAMP, rtpTimestamp & 0xffff_ffffL);
  }

  /** Writes it at {@code off}; returns its length in bytes. */
  public int write(byte[] buf, int off) {
    int length = BLOCKS + blocks.size() * ReportBlock.LENGTH;
    RtcpPacket.putHeader(buf, off, blocks.size(), RtcpPacket.SENDER_REPORT, length);
    Bytes.put32(buf, off + RtcpPacket.SENDER_SSRC, ssrc);
    Bytes.put64(buf, off + NTP, ntp);
    Bytes.put32(buf, off + RTP_TIMESTAMP, rtpTimestamp);
    Bytes.put32(buf, off + PACKET_COUNT, packetCount);
    Bytes.put32(buf, off + OCTET_COUNT, octetCount);
    ReportBlock.writeAll(blocks, buf, off + BLOCKS);
    return length;
  }
}
