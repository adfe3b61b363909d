package io.parley.sfu.track;

/** Reads bits, the highest of each byte first, from a range of an array. One thread. */
final class BitReader {
  private final byte[] buf;
  private final int start;
  private final int end;
  private int next;
  private boolean exhausted;

  /**
   * @param length bytes
   */
  BitReader(byte[] buf, int at, int length) {
    this.buf = buf;
    this.start = 8 * at;
    this.next = start;
    this.end = start + 8 * length;
  }

  /** {@code f(n)} of the specification: unsigned, 0–32 bits; 0 behind the end. */
  long bits(int count) {
    if (count > end - next) {
      exhausted = true;
      next = end;
      return 0;
    }
    long value = 0;
    for (int left = count; left > 0; ) {
      int within = next & 7;
      int taken = Math.min(left, 8 - within);
      int part = ((buf[next >> 3] & 0xff) >> (8 - within - taken)) & ((1 << taken) - 1);
      value = (value << taken) | part;
      next += taken;
      left -= taken;
    }
    return value;
  }

  /** Up to 31 bits. */
  int number(int count) {
    return (int) bits(count);
  }

  boolean flag() {
    return bits(1) != 0;
  }

  /** {@code ns(n)}: a number below {@code n}, those from the lower end with a bit less. */
  int nonSymmetric(int n) {
    int width = 32 - Integer.numberOfLeadingZeros(n);
    int shorter = (1 << width) - n;
    int value = number(width - 1);
    return value < shorter ? value : (value << 1) - shorter + number(1);
  }

  /** Bits from the start of the range. */
  int position() {
    return next - start;
  }

  /** Whether more was wanted than there is; everything read since is 0. */
  boolean exhausted() {
    return exhausted;
  }
}
