package io.parley.storage.codec.rtp;

/**
 * Retransmission payload format (RFC 4588 §4): the original header with another payload type, SSRC
 * and sequence number, then the original sequence number, then the original payload.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         RTP Header                            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |            OSN                |                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               |
 * |                  Original RTP Packet Payload                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Rtx {
  /** Bytes that encapsulation adds. */
  public static final int OVERHEAD = 2;

  private Rtx() {}

  /**
   * Writes the retransmission of {@code original} at {@code out[outOff]…}; padding is left away.
   *
   * @param out another array, or the same where ranges do not overlap
   * @return bytes written
   * @throws IllegalArgumentException if {@code out} has too little room
   */
  public static int encapsulate(
      RtpPacket original, byte[] out, int outOff, int payloadType, long ssrc, long sequence) {
    int header = original.headerLength();
    int length = header + OVERHEAD + original.payloadLength();
    if (outOff < 0 || length > out.length - outOff) {
      throw new IllegalArgumentException("no room for " + length + " bytes");
    }
    System.arraycopy(original.buffer(), original.offset(), out, outOff, header);
    Bytes.put16(out, outOff + header, original.sequenceNumber());
    System.arraycopy(
        original.buffer(),
        original.payloadOffset(),
        out,
        outOff + header + OVERHEAD,
        original.payloadLength());
    rewrite(out, outOff, payloadType, ssrc, sequence);
    return length;
  }

  /** Whether it carries an original packet, rather than only padding (a bandwidth probe). */
  public static boolean carriesOriginal(RtpPacket rtx) {
    return rtx.payloadLength() >= OVERHEAD;
  }

  /**
   * Turns a retransmission back into the original packet, in place: the header moves two bytes up,
   * padding is cut off.
   *
   * @param rtx the packet; afterwards a view of the original, two bytes further on
   * @param payloadType that of the original (the {@code apt} of the negotiated format)
   * @param ssrc that of the original
   * @throws MalformedPacketException if it carries no original sequence number
   */
  public static void decapsulate(RtpPacket rtx, int payloadType, long ssrc) {
    if (!carriesOriginal(rtx)) {
      throw new MalformedPacketException("RTX without original sequence number");
    }
    byte[] buf = rtx.buffer();
    int from = rtx.offset();
    int header = rtx.headerLength();
    int length = header + rtx.payloadLength() - OVERHEAD;
    int sequence = Bytes.u16(buf, rtx.payloadOffset());
    System.arraycopy(buf, from, buf, from + OVERHEAD, header);
    rewrite(buf, from + OVERHEAD, payloadType, ssrc, sequence);
    rtx.wrap(buf, from + OVERHEAD, length);
  }

  private static void rewrite(byte[] buf, int off, int payloadType, long ssrc, long sequence) {
    Bytes.checkUnsigned("payload type", payloadType, 7);
    buf[off] &= ~RtpPacket.PADDING_BIT;
    int marker = buf[off + RtpPacket.MARKER_AND_TYPE] & RtpPacket.MARKER_BIT;
    Bytes.put8(buf, off + RtpPacket.MARKER_AND_TYPE, marker | payloadType);
    Bytes.put16(buf, off + RtpPacket.SEQUENCE, (int) sequence);
    Bytes.put32(buf, off + RtpPacket.SSRC, ssrc);
  }
}
