package io.parley.storage.codec.rtp;

import java.util.Objects;

/** Unsigned big-endian numbers in byte arrays (network order, RFC 3550 §4). */
final class Bytes {
  private Bytes() {}

  static int u8(byte[] buf, int at) {
    return buf[at] & 0xff;
  }

  static int u16(byte[] buf, int at) {
    return (u8(buf, at) << 8) | u8(buf, at + 1);
  }

  static int u24(byte[] buf, int at) {
    return (u8(buf, at) << 16) | u16(buf, at + 1);
  }

  static int i24(byte[] buf, int at) {
    return (buf[at] << 16) | u16(buf, at + 1);
  }

  static long u32(byte[] buf, int at) {
    return ((long) u16(buf, at) << 16) | u16(buf, at + 2);
  }

  static long u64(byte[] buf, int at) {
    return (u32(buf, at) << 32) | u32(buf, at + 4);
  }

  static void put8(byte[] buf, int at, int value) {
    buf[at] = (byte) value;
  }

  static void put16(byte[] buf, int at, int value) {
    buf[at] = (byte) (value >> 8);
    buf[at + 1] = (byte) value;
  }

  static void put24(byte[] buf, int at, int value) {
    buf[at] = (byte) (value >> 16);
    put16(buf, at + 1, value);
  }

  static void put32(byte[] buf, int at, long value) {
    put16(buf, at, (int) (value >> 16));
    put16(buf, at + 2, (int) value);
  }

  static void put64(byte[] buf, int at, long value) {
    put32(buf, at, value >> 32);
    put32(buf, at + 4, value);
  }

  /** The caller's own mistake (a range outside its array), told apart from a bad packet. */
  static void checkRange(byte[] buf, int off, int len) {
    Objects.checkFromIndexSize(off, len, buf.length);
  }

  /**
   * A value of {@code bits} bits that the caller made.
   *
   * @throws IllegalArgumentException if it does not fit
   */
  static long checkUnsigned(String name, long value, int bits) {
    if (value < 0 || value >>> bits != 0) {
      throw new IllegalArgumentException(name + " does not fit " + bits + " bits: " + value);
    }
    return value;
  }
}
