package io.parley.storage.codec.rtp;

/**
 * Writes RTP packets (bit diagram: {@link RtpPacket}) into a given array, part after part in the
 * order of the bytes: {@link #begin}, {@link #csrc}…, {@link #extension}…, {@link #payload}, {@link
 * #padding}, {@link #end}. Reusable; one thread.
 *
 * <p>Header extension elements are written in the one-byte form unless {@link #twoByteExtensions}
 * was called before the first.
 */
public final class RtpWriter {
  private final byte[] buf;
  private int start;
  private int at;
  private int extensionAt = -1;
  private boolean extensionOpen;
  private boolean twoByte;

  /** A writer into {@code buf}; every method throws IllegalArgumentException when it is full. */
  public RtpWriter(byte[] buf) {
    this.buf = buf;
  }

  /**
   * Starts a packet at {@code off}.
   *
   * @param sequence its low 16 bits are written
   * @param timestamp its low 32 bits are written
   * @param ssrc its low 32 bits are written
   */
  public RtpWriter begin(
      int off, boolean marker, int payloadType, long sequence, long timestamp, long ssrc) {
    Bytes.checkUnsigned("payload type", payloadType, 7);
    start = off;
    at = off;
    extensionAt = -1;
    extensionOpen = false;
    twoByte = false;
    room(RtpPacket.FIXED_HEADER_LENGTH);
    Bytes.put8(buf, off + RtpPacket.FLAGS, RtpPacket.VERSION_2);
    Bytes.put8(
        buf,
        off + RtpPacket.MARKER_AND_TYPE,
        marker ? RtpPacket.MARKER_BIT | payloadType : payloadType);
    Bytes.put16(buf, off + RtpPacket.SEQUENCE, (int) sequence);
    Bytes.put32(buf, off + RtpPacket.TIMESTAMP, timestamp);
    Bytes.put32(buf, off + RtpPacket.SSRC, ssrc);
    at += RtpPacket.FIXED_HEADER_LENGTH;
    return this;
  }

  /** Adds a contributing source; at most 15, before extensions. */
  public RtpWriter csrc(long ssrc) {
    int count = buf[start] & RtpPacket.CSRC_COUNT_MASK;
    if (extensionAt >= 0 || count == RtpPacket.CSRC_COUNT_MASK) {
      throw new IllegalStateException("CSRCs come before extensions, at most 15");
    }
    room(4);
    Bytes.put32(buf, at, ssrc);
    at += 4;
    buf[start]++;
    return this;
  }

  /** Uses the two-byte form, for ids above 14 or elements that are empty or above 16 bytes. */
  public RtpWriter twoByteExtensions() {
    if (extensionAt >= 0) {
      throw new IllegalStateException("the form is chosen before the first element");
    }
    twoByte = true;
    return this;
  }

  /** Adds a header extension element with {@code length} bytes of {@code data}. */
  public RtpWriter extension(int id, byte[] data, int off, int length) {
    int dataAt = extension(id, length);
    System.arraycopy(data, off, buf, dataAt, length);
    return this;
  }

  /**
   * Adds a header extension element whose data the caller fills in.
   *
   * @return where its {@code length} bytes of data stand
   */
  public int extension(int id, int length) {
    if (!twoByte && (id < 1 || id > 14 || length < 1 || length > 16)) {
      throw new IllegalArgumentException("not for one-byte extensions: " + id + ", " + length);
    }
    if (twoByte && (id < 1 || id > 255 || length < 0 || length > 255)) {
      throw new IllegalArgumentException("not for two-byte extensions: " + id + ", " + length);
    }
    openExtension();
    room((twoByte ? 2 : 1) + length);
    if (twoByte) {
      Bytes.put8(buf, at++, id);
      Bytes.put8(buf, at++, length);
    } else {
      Bytes.put8(buf, at++, (id << 4) | (length - 1));
    }
    int dataAt = at;
    at += length;
    return dataAt;
  }

  private void openExtension() {
    if (extensionAt >= 0) {
      if (!extensionOpen) {
        throw new IllegalStateException("extensions come before the payload");
      }
      return;
    }
    room(HeaderExtensions.HEADER_LENGTH);
    extensionAt = at;
    extensionOpen = true;
    buf[start] |= RtpPacket.EXTENSION_BIT;
    int profile = twoByte ? HeaderExtensions.TWO_BYTE_PROFILE : HeaderExtensions.ONE_BYTE_PROFILE;
    Bytes.put16(buf, at, profile);
    at += HeaderExtensions.HEADER_LENGTH;
  }

  private void closeExtension() {
    if (!extensionOpen) {
      return;
    }
    int first = extensionAt + HeaderExtensions.HEADER_LENGTH;
    int pad = (first - at) & 3;
    room(pad);
    for (int i = 0; i < pad; i++) {
      buf[at++] = 0;
    }
    Bytes.put16(buf, extensionAt + HeaderExtensions.LENGTH_FIELD, (at - first) / 4);
    extensionOpen = false;
  }

  /** Adds payload bytes; they may stand in the same array, also overlapping. */
  public RtpWriter payload(byte[] data, int off, int length) {
    closeExtension();
    room(length);
    System.arraycopy(data, off, buf, at, length);
    at += length;
    return this;
  }

  /** Pads with {@code count} bytes (1…255), the last of which holds the count. */
  public RtpWriter padding(int count) {
    if (count < 1 || count > 255) {
      throw new IllegalArgumentException("padding of " + count + " bytes");
    }
    closeExtension();
    room(count);
    for (int i = 1; i < count; i++) {
      buf[at++] = 0;
    }
    Bytes.put8(buf, at++, count);
    buf[start] |= RtpPacket.PADDING_BIT;
    return this;
  }

  /** Ends the packet; returns its length in bytes. */
  public int end() {
    closeExtension();
    return at - start;
  }

  private void room(int bytes) {
    if (bytes > buf.length - at) {
      throw new IllegalArgumentException("no room for the packet");
    }
  }
}
