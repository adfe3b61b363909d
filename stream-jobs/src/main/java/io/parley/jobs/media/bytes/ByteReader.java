package io.parley.jobs.media.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads big-endian bytes of a range of an array. Reading past the end throws {@link
 * CutShortException}. One thread.
 */
public final class ByteReader {
  private final byte[] buf;
  private final int end;
  private int at;

  public ByteReader(byte[] buf) {
    this(buf, 0, buf.length);
  }

  public ByteReader(byte[] buf, int off, int len) {
    this.buf = buf;
    this.at = off;
    this.end = off + len;
  }

  /** Where the next byte stands in the array. */
  public int position() {
    return at;
  }

  public int remaining() {
    return end - at;
  }

  public int u8() {
    need(1);
    return buf[at++] & 0xff;
  }

  public int u16() {
    return u8() << 8 | u8();
  }

  public int u24() {
    return u8() << 16 | u16();
  }

  public long u32() {
    return (long) u16() << 16 | u16();
  }

  /** A 32-bit count or length that must fit into an {@code int}. */
  public int size() {
    long value = u32();
    if (value > Integer.MAX_VALUE) {
      throw new CutShortException("size out of range: " + value);
    }
    return (int) value;
  }

  public long i64() {
    return u32() << 32 | u32();
  }

  public double f64() {
    return Double.longBitsToDouble(i64());
  }

  public boolean flag() {
    return u8() != 0;
  }

  public byte[] raw(int len) {
    need(len);
    at += len;
    return Arrays.copyOfRange(buf, at - len, at);
  }

  public void skip(int len) {
    need(len);
    at += len;
  }

  /** Bytes after their 32-bit length. */
  public byte[] block() {
    return raw(size());
  }

  /** UTF-8 after its 32-bit length. */
  public String text() {
    return new String(block(), StandardCharsets.UTF_8);
  }

  /**
   * An enum constant by its name.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public <E extends Enum<E>> E name(Class<E> type) {
    return Enum.valueOf(type, text());
  }

  private void need(int len) {
    if (len < 0 || len > end - at) {
      throw new CutShortException("need " + len + " bytes, have " + (end - at));
    }
  }

  /** The bytes end before what they promise. */
  public static final class CutShortException extends IllegalArgumentException {
    public CutShortException(String message) {
      super(message);
    }
  }
}
