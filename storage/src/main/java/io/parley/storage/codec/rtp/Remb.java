package io.parley.storage.codec.rtp;

import java.util.ArrayList;
import java.util.List;

/**
 * Receiver estimated maximum bit rate (draft-alvestrand-rmcat-remb-03 §2.2): application layer
 * feedback with the unique identifier "REMB".
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Unique identifier 'R' 'E' 'M' 'B'                            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Num SSRC     | BR Exp    |  BR Mantissa                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   SSRC feedback …                                             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param bitsPerSecond estimate; written rounded down to 18 significant bits
 * @param ssrcs the streams that share it
 */
public record Remb(long senderSsrc, long bitsPerSecond, List<Long> ssrcs) {
  static final long IDENTIFIER = 0x52454d42L;
  static final int NAME = 12;
  static final int COUNT = 16;
  static final int BIT_RATE = 17;
  static final int SSRCS = 20;
  static final int MANTISSA_BITS = 18;

  public Remb {
    Bytes.checkUnsigned("sender ssrc", senderSsrc, 32);
    if (bitsPerSecond < 0) {
      throw new IllegalArgumentException("bit rate below 0: " + bitsPerSecond);
    }
    if (ssrcs.size() > 255) {
      throw new IllegalArgumentException("at most 255 streams, not " + ssrcs.size());
    }
    ssrcs.forEach(ssrc -> Bytes.checkUnsigned("ssrc", ssrc, 32));
    ssrcs = List.copyOf(ssrcs);
  }

  /** Whether the walk stands at application layer feedback of this kind. */
  public static boolean isAt(RtcpCompound at) {
    return at.is(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.FMT_APPLICATION)
        && at.length() >= SSRCS
        && Bytes.u32(at.buffer(), at.offset() + NAME) == IDENTIFIER;
  }

  /**
   * The estimate at which the walk stands. Rates above 2⁶³-1 are given as that.
   *
   * @throws MalformedPacketException if it is another packet or too short
   */
  public static Remb parse(RtcpCompound at) {
    if (!isAt(at)) {
      throw new MalformedPacketException("not a REMB");
    }
    byte[] buf = at.buffer();
    int off = at.offset();
    int count = Bytes.u8(buf, off + COUNT);
    RtcpPacket.expectLength(at, SSRCS + 4 * count);
    int exponent = Bytes.u8(buf, off + BIT_RATE) >> 2;
    long mantissa = Bytes.u24(buf, off + BIT_RATE) & ((1 << MANTISSA_BITS) - 1);
    boolean fits = mantissa == 0 || exponent < Long.numberOfLeadingZeros(mantissa);
    List<Long> ssrcs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ssrcs.add(Bytes.u32(buf, off + SSRCS + 4 * i));
    }
    return new Remb(
        Bytes.u32(buf, off + RtcpPacket.SENDER_SSRC),
        fits ? mantissa << exponent : Long.MAX_VALUE,
        ssrcs);
  }

  /** Writes it at {@code off}; returns its length in bytes. */
  public int write(byte[] buf, int off) {
    int length = SSRCS + 4 * ssrcs.size();
    RtcpPacket.putFeedbackHeader(
        buf, off, RtcpPacket.FMT_APPLICATION, RtcpPacket.PAYLOAD_FEEDBACK, length, senderSsrc, 0);
    int bits = Long.SIZE - Long.numberOfLeadingZeros(bitsPerSecond);
    int exponent = Math.max(0, bits - MANTISSA_BITS);
    Bytes.put32(buf, off + NAME, IDENTIFIER);
    Bytes.put8(buf, off + COUNT, ssrcs.size());
    Bytes.put24(
        buf, off + BIT_RATE, (exponent << MANTISSA_BITS) | (int) (bitsPerSecond >> exponent));
    for (int i = 0; i < ssrcs.size(); i++) {
      Bytes.put32(buf, off + SSRCS + 4 * i, ssrcs.get(i));
    }
    return length;
  }
}
