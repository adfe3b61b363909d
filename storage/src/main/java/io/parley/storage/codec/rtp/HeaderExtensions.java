package io.parley.storage.codec.rtp;

import java.nio.charset.StandardCharsets;

/**
 * Cursor over the elements of an RTP header extension (RFC 8285), in the one-byte form
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |       0xBE    |    0xDE       |           length=3            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  ID   | L=0   |     data      |  ID   |  L=1  |   data...
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *       ...data   |    0 (pad)    |    0 (pad)    |  ID   | L=3   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * and the two-byte form
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         0x100         |appbits|           length=3            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      ID       |     L=0       |     ID        |     L=1       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |       data    |    0 (pad)    |       ID      |      L=4      |
 * </pre>
 *
 * An element that runs past the end of the extension ends the walk, as does id 15 of the one-byte
 * form (§4.2); other profiles have no elements.
 */
public final class HeaderExtensions {
  /** "Defined by profile" and length, bytes. */
  public static final int HEADER_LENGTH = 4;

  static final int ONE_BYTE_PROFILE = 0xbede;
  static final int TWO_BYTE_PROFILE = 0x1000;
  static final int TWO_BYTE_MASK = 0xfff0;
  static final int LENGTH_FIELD = 2;
  static final int STOP_ID = 15;

  private final byte[] buf;
  private final boolean oneByte;
  private final int end;
  private int next;
  private int id;
  private int dataOffset;
  private int dataLength;

  /** A range of 0 bytes, or one that starts at the profile word and was checked to be whole. */
  HeaderExtensions(byte[] buf, int off, int len) {
    this.buf = buf;
    int profile = len < HEADER_LENGTH ? 0 : Bytes.u16(buf, off);
    this.oneByte = profile == ONE_BYTE_PROFILE;
    this.end = oneByte || isTwoByte(profile) ? off + len : off;
    this.next = end == off ? off : off + HEADER_LENGTH;
  }

  /** Bytes that follow the four of the extension's own header, as that header says. */
  static int dataLength(byte[] buf, int extension) {
    return 4 * Bytes.u16(buf, extension + LENGTH_FIELD);
  }

  /**
   * Whether the elements of an extension are of the two-byte form.
   *
   * @param extension where its "defined by profile" word stands
   */
  public static boolean isTwoByte(byte[] buf, int extension) {
    return isTwoByte(Bytes.u16(buf, extension));
  }

  private static boolean isTwoByte(int profile) {
    return (profile & TWO_BYTE_MASK) == TWO_BYTE_PROFILE;
  }

  /** Moves to the next element; false at the end. */
  public boolean next() {
    while (next < end && buf[next] == 0) {
      next++;
    }
    int header = oneByte ? 1 : 2;
    if (next + header > end) {
      return false;
    }
    int first = Bytes.u8(buf, next);
    id = oneByte ? first >> 4 : first;
    dataLength = oneByte ? (first & 0x0f) + 1 : Bytes.u8(buf, next + 1);
    dataOffset = next + header;
    if ((oneByte && id == STOP_ID) || dataOffset + dataLength > end) {
      next = end;
      return false;
    }
    next = dataOffset + dataLength;
    return true;
  }

  /** Local identifier: 1…14 in the one-byte form, 1…255 in the two-byte form; 0 is malformed. */
  public int id() {
    return id;
  }

  /** Where the element's data starts in the packet's array. */
  public int dataOffset() {
    return dataOffset;
  }

  /** 1…16 bytes in the one-byte form, 0…255 in the two-byte form. */
  public int dataLength() {
    return dataLength;
  }

  /** Finds an element without a cursor object; see {@link RtpPacket#findExtension}. */
  static int find(byte[] buf, int off, int len, int wanted) {
    int profile = Bytes.u16(buf, off);
    boolean oneByte = profile == ONE_BYTE_PROFILE;
    if (!oneByte && !isTwoByte(profile)) {
      return -1;
    }
    int end = off + len;
    int header = oneByte ? 1 : 2;
    int at = off + HEADER_LENGTH;
    while (at < end) {
      if (buf[at] == 0) {
        at++;
        continue;
      }
      if (at + header > end) {
        return -1;
      }
      int first = Bytes.u8(buf, at);
      int id = oneByte ? first >> 4 : first;
      int length = oneByte ? (first & 0x0f) + 1 : Bytes.u8(buf, at + 1);
      if ((oneByte && id == STOP_ID) || at + header + length > end) {
        return -1;
      }
      if (id == wanted) {
        return at + header;
      }
      at += header + length;
    }
    return -1;
  }

  static int lengthAt(byte[] buf, int extension, int dataOffset) {
    int before = Bytes.u8(buf, dataOffset - 1);
    return Bytes.u16(buf, extension) == ONE_BYTE_PROFILE ? (before & 0x0f) + 1 : before;
  }

  /** Text of an element, as of {@code mid} and {@code rid} (RFC 9143, RFC 8852). */
  public static String text(byte[] buf, int dataOffset, int length) {
    return new String(buf, dataOffset, length, StandardCharsets.UTF_8);
  }

  /** Audio level in -dBov, 0 (loudest) … 127 (silence) (RFC 6464 §3). */
  public static int audioLevel(byte[] buf, int dataOffset) {
    return buf[dataOffset] & 0x7f;
  }

  /** Whether the sender thinks it is voice (RFC 6464 §3). */
  public static boolean audioVoice(byte[] buf, int dataOffset) {
    return (buf[dataOffset] & 0x80) != 0;
  }

  /** The number of transport-wide congestion control, 0…65535; two bytes. */
  public static int transportSequence(byte[] buf, int dataOffset) {
    return Bytes.u16(buf, dataOffset);
  }

  /** Overwrites a transport-wide number with the low 16 bits of {@code sequence}. */
  public static void putTransportSequence(byte[] buf, int dataOffset, long sequence) {
    Bytes.put16(buf, dataOffset, (int) sequence);
  }

  /** Absolute send time in 6.18 fixed point seconds, wrapping every 64 s; three bytes. */
  public static int absoluteSendTime(byte[] buf, int dataOffset) {
    return Bytes.u24(buf, dataOffset);
  }

  /** Overwrites an absolute send time with that of the given wall clock. */
  public static void putAbsoluteSendTime(byte[] buf, int dataOffset, long epochMicros) {
    Bytes.put24(buf, dataOffset, (int) (NtpTime.ofEpochMicros(epochMicros) >>> 14) & 0xffffff);
  }
}
