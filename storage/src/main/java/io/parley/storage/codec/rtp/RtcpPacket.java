package io.parley.storage.codec.rtp;

/**
 * What all RTCP packets begin with (RFC 3550 §6.4.1, feedback messages RFC 4585 §6.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P| RC/FMT  |      PT       |  length (32-bit words - 1)    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                        SSRC of sender                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          SSRC of media source (feedback messages)             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class RtcpPacket {
  public static final int HEADER_LENGTH = 4;

  public static final int SENDER_REPORT = 200;
  public static final int RECEIVER_REPORT = 201;
  public static final int SOURCE_DESCRIPTION = 202;
  public static final int GOODBYE = 203;
  public static final int TRANSPORT_FEEDBACK = 205;
  public static final int PAYLOAD_FEEDBACK = 206;

  /** Formats of {@link #TRANSPORT_FEEDBACK}. */
  public static final int FMT_NACK = 1;

  public static final int FMT_TRANSPORT_WIDE = 15;

  /** Formats of {@link #PAYLOAD_FEEDBACK}. */
  public static final int FMT_PLI = 1;

  public static final int FMT_FIR = 4;
  public static final int FMT_APPLICATION = 15;

  static final int TYPE = 1;
  static final int LENGTH = 2;
  static final int SENDER_SSRC = 4;
  static final int MEDIA_SSRC = 8;
  static final int FEEDBACK_HEADER_LENGTH = 12;

  private RtcpPacket() {}

  /** Writes the common header; {@code length} is that of the whole packet, a multiple of 4. */
  static void putHeader(byte[] buf, int off, int countOrFormat, int type, int length) {
    if (off < 0 || length > buf.length - off) {
      throw new IllegalArgumentException("no room for " + length + " bytes of RTCP");
    }
    Bytes.put8(buf, off, 0x80 | countOrFormat);
    Bytes.put8(buf, off + TYPE, type);
    Bytes.put16(buf, off + LENGTH, length / 4 - 1);
  }

  static void putFeedbackHeader(
      byte[] buf, int off, int format, int type, int length, long senderSsrc, long mediaSsrc) {
    putHeader(buf, off, format, type, length);
    Bytes.put32(buf, off + SENDER_SSRC, senderSsrc);
    Bytes.put32(buf, off + MEDIA_SSRC, mediaSsrc);
  }

  /** Whether a compound walk stands at a packet of this type and feedback format. */
  static void expect(RtcpCompound at, int type, int format, int minimumLength) {
    if (at.type() != type || at.countOrFormat() != format) {
      throw new MalformedPacketException("another RTCP packet than asked for");
    }
    expectLength(at, minimumLength);
  }

  static void expectLength(RtcpCompound at, int minimumLength) {
    if (at.length() < minimumLength) {
      throw new MalformedPacketException("RTCP packet cut short");
    }
  }
}
