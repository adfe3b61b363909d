package io.parley.storage.codec.rtp;

import java.util.Arrays;

/**
 * A view of one RTP packet (RFC 3550 §5.1) in somebody else's array. It copies nothing and can be
 * wrapped around packet after packet; it belongs to one thread.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           synchronization source (SSRC) identifier            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |            contributing source (CSRC) identifiers             |
 * |                             ....                              |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      defined by profile       |       length (32-bit words)   |
 * |                        header extension                       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                   payload … padding, padding count            |
 * </pre>
 */
public final class RtpPacket {
  public static final int FIXED_HEADER_LENGTH = 12;

  static final int FLAGS = 0;
  static final int MARKER_AND_TYPE = 1;
  static final int SEQUENCE = 2;
  static final int TIMESTAMP = 4;
  static final int SSRC = 8;
  static final int CSRC = 12;
  static final int VERSION_2 = 0x80;
  static final int VERSION_MASK = 0xc0;
  static final int PADDING_BIT = 0x20;
  static final int EXTENSION_BIT = 0x10;
  static final int CSRC_COUNT_MASK = 0x0f;
  static final int MARKER_BIT = 0x80;

  private static final byte[] NOTHING = {};

  private byte[] buf = NOTHING;
  private int off;
  private int len;
  private int payloadOffset;
  private int payloadLength;

  /** A view of nothing; {@link #wrap} it around a packet before reading. */
  public RtpPacket() {}

  /** A view of the whole array, for readers of the log. */
  public static RtpPacket of(byte[] packet) {
    return new RtpPacket().wrap(packet, 0, packet.length);
  }

  /**
   * Looks at another packet. Everything is checked here, so that no getter fails afterwards.
   *
   * @return this
   * @throws MalformedPacketException if version, CSRC count, extension length or padding do not fit
   */
  public RtpPacket wrap(byte[] buf, int off, int len) {
    Bytes.checkRange(buf, off, len);
    int headerLength = checkedHeaderLength(buf, off, len);
    int padding = 0;
    if ((buf[off] & PADDING_BIT) != 0) {
      padding = len > headerLength ? Bytes.u8(buf, off + len - 1) : 0;
      if (padding == 0 || padding > len - headerLength) {
        throw new MalformedPacketException("RTP padding does not fit");
      }
    }
    this.buf = buf;
    this.off = off;
    this.len = len;
    this.payloadOffset = off + headerLength;
    this.payloadLength = len - headerLength - padding;
    return this;
  }

  /**
   * Length of fixed header, CSRCs and extension; the only part that SRTP leaves readable.
   *
   * @throws MalformedPacketException if the header is cut short or not version 2
   */
  public static int checkedHeaderLength(byte[] buf, int off, int len) {
    if (len < FIXED_HEADER_LENGTH || (buf[off] & VERSION_MASK) != VERSION_2) {
      throw new MalformedPacketException("not an RTP header");
    }
    int header = CSRC + 4 * (buf[off] & CSRC_COUNT_MASK);
    if ((buf[off] & EXTENSION_BIT) != 0) {
      if (header + HeaderExtensions.HEADER_LENGTH > len) {
        throw new MalformedPacketException("RTP header extension cut short");
      }
      header += HeaderExtensions.HEADER_LENGTH + HeaderExtensions.dataLength(buf, off + header);
    }
    if (header > len) {
      throw new MalformedPacketException("RTP header cut short");
    }
    return header;
  }

  public byte[] buffer() {
    return buf;
  }

  public int offset() {
    return off;
  }

  public int length() {
    return len;
  }

  public boolean marker() {
    return (buf[off + MARKER_AND_TYPE] & MARKER_BIT) != 0;
  }

  public int payloadType() {
    return buf[off + MARKER_AND_TYPE] & 0x7f;
  }

  /** 0…65535. */
  public int sequenceNumber() {
    return Bytes.u16(buf, off + SEQUENCE);
  }

  /** 0…2³²-1, in units of the codec's clock rate. */
  public long timestamp() {
    return Bytes.u32(buf, off + TIMESTAMP);
  }

  /** 0…2³²-1. */
  public long ssrc() {
    return ssrc(buf, off);
  }

  /** The SSRC of a packet that is known to be one, at {@code off}. */
  public static long ssrc(byte[] buf, int off) {
    return Bytes.u32(buf, off + SSRC);
  }

  public int csrcCount() {
    return buf[off] & CSRC_COUNT_MASK;
  }

  /** The {@code index}-th contributing source, from 0. */
  public long csrc(int index) {
    if (index < 0 || index >= csrcCount()) {
      throw new IndexOutOfBoundsException("CSRC " + index + " of " + csrcCount());
    }
    return Bytes.u32(buf, off + CSRC + 4 * index);
  }

  public boolean hasExtension() {
    return (buf[off] & EXTENSION_BIT) != 0;
  }

  /** Where the "defined by profile" word stands; only meaningful if {@link #hasExtension()}. */
  public int extensionOffset() {
    return off + CSRC + 4 * csrcCount();
  }

  /** A cursor before the first header extension element; empty if there is none. */
  public HeaderExtensions extensions() {
    return hasExtension()
        ? new HeaderExtensions(buf, extensionOffset(), payloadOffset - extensionOffset())
        : new HeaderExtensions(buf, off, 0);
  }

  /**
   * Looks for one header extension element without allocating.
   *
   * @return offset of its first data byte in {@link #buffer()}, or -1; the length is {@link
   *     #extensionLength}
   */
  public int findExtension(int id) {
    return hasExtension()
        ? HeaderExtensions.find(buf, extensionOffset(), payloadOffset - extensionOffset(), id)
        : -1;
  }

  /** Data bytes of the element that {@link #findExtension} found at {@code dataOffset}. */
  public int extensionLength(int dataOffset) {
    return HeaderExtensions.lengthAt(buf, extensionOffset(), dataOffset);
  }

  public int headerLength() {
    return payloadOffset - off;
  }

  public int payloadOffset() {
    return payloadOffset;
  }

  /** Payload bytes without padding. */
  public int payloadLength() {
    return payloadLength;
  }

  /** Bytes of padding with their count byte; 0 if none. */
  public int paddingLength() {
    return off + len - payloadOffset - payloadLength;
  }

  /** The packet as an array of its own. */
  public byte[] copy() {
    return Arrays.copyOfRange(buf, off, off + len);
  }

  /** The payload as an array of its own. */
  public byte[] copyPayload() {
    return Arrays.copyOfRange(buf, payloadOffset, payloadOffset + payloadLength);
  }

  public void setMarker(boolean marker) {
    int type = payloadType();
    Bytes.put8(buf, off + MARKER_AND_TYPE, marker ? MARKER_BIT | type : type);
  }

  public void setPayloadType(int payloadType) {
    Bytes.checkUnsigned("payload type", payloadType, 7);
    Bytes.put8(buf, off + MARKER_AND_TYPE, (marker() ? MARKER_BIT : 0) | payloadType);
  }

  /** Writes the low 16 bits. */
  public void setSequenceNumber(long sequence) {
    Bytes.put16(buf, off + SEQUENCE, (int) sequence);
  }

  /** Writes the low 32 bits. */
  public void setTimestamp(long timestamp) {
    Bytes.put32(buf, off + TIMESTAMP, timestamp);
  }

  /** Writes the low 32 bits. */
  public void setSsrc(long ssrc) {
    Bytes.put32(buf, off + SSRC, ssrc);
  }
}
