package io.parley.jobs.media.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of big-endian bytes. One thread. */
public final class ByteWriter {
  private byte[] buf;
  private int at;

  /** An empty array with room for 256 bytes to begin with. */
  public ByteWriter() {
    this(256);
  }

  public ByteWriter(int capacity) {
    buf = new byte[Math.max(16, capacity)];
  }

  /** Bytes written so far. */
  public int size() {
    return at;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buf, at);
  }

  public ByteWriter u8(int value) {
    room(1);
    buf[at++] = (byte) value;
    return this;
  }

  public ByteWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  public ByteWriter u24(int value) {
    return u8(value >>> 16).u16(value);
  }

  /** Writes the low 32 bits. */
  public ByteWriter u32(long value) {
    return u16((int) (value >>> 16)).u16((int) value);
  }

  public ByteWriter i64(long value) {
    return u32(value >>> 32).u32(value);
  }

  public ByteWriter f64(double value) {
    return i64(Double.doubleToLongBits(value));
  }

  public ByteWriter flag(boolean value) {
    return u8(value ? 1 : 0);
  }

  public ByteWriter raw(byte[] bytes) {
    return raw(bytes, 0, bytes.length);
  }

  public ByteWriter raw(byte[] bytes, int off, int len) {
    room(len);
    System.arraycopy(bytes, off, buf, at, len);
    at += len;
    return this;
  }

  /** Bytes without their length, 7-bit text. */
  public ByteWriter ascii(String text) {
    return raw(text.getBytes(StandardCharsets.US_ASCII));
  }

  public ByteWriter zeros(int count) {
    room(count);
    Arrays.fill(buf, at, at + count, (byte) 0);
    at += count;
    return this;
  }

  /** A 32-bit length, then the bytes. */
  public ByteWriter block(byte[] bytes) {
    return u32(bytes.length).raw(bytes);
  }

  /** Text in UTF-8 after its 32-bit length. */
  public ByteWriter text(String text) {
    return block(text.getBytes(StandardCharsets.UTF_8));
  }

  /** An enum constant by its name, so that reordering constants breaks no stored bytes. */
  public ByteWriter name(Enum<?> constant) {
    return text(constant.name());
  }

  /** Overwrites four bytes written before. */
  public void putU32(int position, long value) {
    if (position < 0 || position + 4 > at) {
      throw new IndexOutOfBoundsException("position " + position + " of " + at);
    }
    for (int i = 0; i < 4; i++) {
      buf[position + i] = (byte) (value >>> (24 - 8 * i));
    }
  }

  private void room(int count) {
    if (count > buf.length - at) {
      buf = Arrays.copyOf(buf, Math.max(buf.length * 2, at + count));
    }
  }
}
