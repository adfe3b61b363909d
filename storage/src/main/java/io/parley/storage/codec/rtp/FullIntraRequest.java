package io.parley.storage.codec.rtp;

import java.util.ArrayList;
import java.util.List;

/**
 * Full intra request (RFC 5104 §4.3.1): the feedback header of {@link RtcpPacket} with media source
 * 0, then an entry for each stream.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                              SSRC                             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Seq nr.       |    Reserved                                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public record FullIntraRequest(long senderSsrc, List<Entry> entries) {
  static final int ENTRY_LENGTH = 8;
  static final int ENTRY_SEQUENCE = 4;

  /**
   * @param ssrc the stream asked for a key frame
   * @param sequence counts requests, modulo 256; a repetition keeps its number
   */
  public record Entry(long ssrc, int sequence) {
    public Entry {
      Bytes.checkUnsigned("ssrc", ssrc, 32);
      Bytes.checkUnsigned("sequence", sequence, 8);
    }
  }

  public FullIntraRequest {
    Bytes.checkUnsigned("sender ssrc", senderSsrc, 32);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a FIR has at least one entry");
    }
    entries = List.copyOf(entries);
  }

  /**
   * The FIR at which the walk stands.
   *
   * @throws MalformedPacketException if it is another packet or has no entry
   */
  public static FullIntraRequest parse(RtcpCompound walk) {
    RtcpPacket.expect(
        walk,
        RtcpPacket.PAYLOAD_FEEDBACK,
        RtcpPacket.FMT_FIR,
        RtcpPacket.FEEDBACK_HEADER_LENGTH + ENTRY_LENGTH);
    byte[] buf = walk.buffer();
    int end = walk.offset() + walk.length();
    List<Entry> entries = new ArrayList<>();
    int at = walk.offset() + RtcpPacket.FEEDBACK_HEADER_LENGTH;
    for (; at + ENTRY_LENGTH <= end; at += ENTRY_LENGTH) {
      entries.add(new Entry(Bytes.u32(buf, at), Bytes.u8(buf, at + ENTRY_SEQUENCE)));
    }
    return new FullIntraRequest(Bytes.u32(buf, walk.offset() + RtcpPacket.SENDER_SSRC), entries);
  }

  /** Writes it at {@code off}; returns its length in bytes. */
  public int write(byte[] buf, int off) {
    int length = RtcpPacket.FEEDBACK_HEADER_LENGTH + ENTRY_LENGTH * entries.size();
    RtcpPacket.putFeedbackHeader(
        buf, off, RtcpPacket.FMT_FIR, RtcpPacket.PAYLOAD_FEEDBACK, length, senderSsrc, 0);
    int at = off + RtcpPacket.FEEDBACK_HEADER_LENGTH;
    for (Entry entry : entries) {
      Bytes.put32(buf, at, entry.ssrc);
      Bytes.put32(buf, at + ENTRY_SEQUENCE, (long) entry.sequence << 24);
      at += ENTRY_LENGTH;
    }
    return length;
  }
}
