package io.parley.storage.codec.rtp;

/** Tells RTP from RTCP on one port or in one log (RFC 5761 §4). */
public enum PacketKind {
  RTP,
  RTCP,
  /** Too short for either, or not version 2. */
  NEITHER;

  /** Looks at the first two bytes: packet types 192…223 are RTCP (payload types 64…95). */
  public static PacketKind of(byte[] buf, int off, int len) {
    Bytes.checkRange(buf, off, len);
    if (len < RtcpPacket.HEADER_LENGTH || (buf[off] & 0xc0) != 0x80) {
      return NEITHER;
    }
    int type = Bytes.u8(buf, off + 1);
    if (type >= 192 && type <= 223) {
      return RTCP;
    }
    return len < RtpPacket.FIXED_HEADER_LENGTH ? NEITHER : RTP;
  }
}
