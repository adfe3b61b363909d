package io.parley.storage.codec.rtp;

import java.util.ArrayList;
import java.util.List;

/**
 * RTCP BYE (RFC 3550 §6.6); a reason for leaving is not read.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|    SC   |   PT=BYE=203  |             length            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           SSRC/CSRC …                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public record Goodbye(List<Long> ssrcs) {
  static final int SSRCS = 4;

  public Goodbye {
    if (ssrcs.size() > 31) {
      throw new IllegalArgumentException("at most 31 sources, not " + ssrcs.size());
    }
    ssrcs.forEach(ssrc -> Bytes.checkUnsigned("ssrc", ssrc, 32));
    ssrcs = List.copyOf(ssrcs);
  }

  /**
   * The goodbye at which the walk stands.
   *
   * @throws MalformedPacketException if it is another packet or too short
   */
  public static Goodbye parse(RtcpCompound at) {
    int count = at.countOrFormat();
    RtcpPacket.expect(at, RtcpPacket.GOODBYE, count, SSRCS + 4 * count);
    List<Long> ssrcs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ssrcs.add(Bytes.u32(at.buffer(), at.offset() + SSRCS + 4 * i));
    }
    return new Goodbye(ssrcs);
  }

  /** Writes it at {@code off}; returns its length in bytes. */
  public int write(byte[] buf, int off) {
    int length = SSRCS + 4 * ssrcs.size();
    RtcpPacket.putHeader(buf, off, ssrcs.size(), RtcpPacket.GOODBYE, length);
    for (int i = 0; i < ssrcs.size(); i++) {
      Bytes.put32(buf, off + SSRCS + 4 * i, ssrcs.get(i));
    }
    return length;
  }
}
