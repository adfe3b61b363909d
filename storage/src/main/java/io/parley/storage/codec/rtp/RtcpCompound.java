package io.parley.storage.codec.rtp;

/**
 * Walks the packets of an RTCP compound packet (RFC 3550 §6.1; reduced-size ones of RFC 5506 are
 * walked the same way). Padding need not be a multiple of four bytes, although RFC 3550 §6.4.1 says
 * so: browsers fill their transport-wide feedback up to the next word with one to three. {@code
 * while (compound.next()) switch (compound.type()) …}, then the {@code parse} of the format that
 * stands there. Reusable by {@link #wrap}; one thread.
 */
public final class RtcpCompound {
  private static final byte[] NOTHING = {};

  private byte[] buf = NOTHING;
  private int end;
  private int at;
  private int length;
  private int padding;

  /** A walk over nothing; {@link #wrap} it. */
  public RtcpCompound() {}

  public static RtcpCompound of(byte[] packet) {
    return new RtcpCompound().wrap(packet, 0, packet.length);
  }

  /** Stands before the first packet of the range. */
  public RtcpCompound wrap(byte[] buf, int off, int len) {
    Bytes.checkRange(buf, off, len);
    this.buf = buf;
    this.end = off + len;
    this.at = off;
    this.length = 0;
    this.padding = 0;
    return this;
  }

  /**
   * Moves to the next packet; false at the end.
   *
   * @throws MalformedPacketException if what follows is not an RTCP packet that fits; packets
   *     before it were good
   */
  public boolean next() {
    int from = at + length + padding;
    if (from == end) {
      return false;
    }
    if (end - from < RtcpPacket.HEADER_LENGTH
        || (buf[from] & RtpPacket.VERSION_MASK) != RtpPacket.VERSION_2) {
      throw new MalformedPacketException("not an RTCP header");
    }
    int whole = 4 * (Bytes.u16(buf, from + RtcpPacket.LENGTH) + 1);
    if (whole > end - from) {
      throw new MalformedPacketException("RTCP packet cut short");
    }
    int pad = 0;
    if ((buf[from] & RtpPacket.PADDING_BIT) != 0) {
      pad = Bytes.u8(buf, from + whole - 1);
      if (pad == 0 || pad > whole - RtcpPacket.HEADER_LENGTH) {
        throw new MalformedPacketException("RTCP padding does not fit");
      }
    }
    at = from;
    padding = pad;
    length = whole - pad;
    return true;
  }

  public byte[] buffer() {
    return buf;
  }

  /** Where the packet starts. */
  public int offset() {
    return at;
  }

  /** Bytes of the packet with its header, without padding. */
  public int length() {
    return length;
  }

  /** 192…223 where the compound came through {@link PacketKind}; else 0…255. */
  public int type() {
    return length == 0 ? 0 : Bytes.u8(buf, at + RtcpPacket.TYPE);
  }

  /** Number of blocks, or the format of a feedback message, 0…31. */
  public int countOrFormat() {
    return length == 0 ? 0 : buf[at] & 0x1f;
  }

  /** Whether this is feedback of the given type and format. */
  public boolean is(int type, int format) {
    return type() == type && countOrFormat() == format;
  }
}
