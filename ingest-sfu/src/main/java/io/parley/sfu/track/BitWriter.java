package io.parley.sfu.track;

/** Writes bits, the highest of each byte first, over zeros. One thread. */
final class BitWriter {
  private final byte[] buf;
  private final int start;
  private int next;

  /** A writer into {@code buf}, whose bytes from {@code at} on are 0. */
  BitWriter(byte[] buf, int at) {
    this.buf = buf;
    this.start = 8 * at;
    this.next = start;
  }

  /** The low {@code count} bits, 0–32. */
  void bits(long value, int count) {
    for (int left = count; left > 0; ) {
      int within = next & 7;
      int taken = Math.min(left, 8 - within);
      long part = (value >> (left - taken)) & ((1 << taken) - 1);
      buf[next >> 3] |= (byte) (part << (8 - within - taken));
      next += taken;
      left -= taken;
    }
  }

  /** As many bits as there are between two positions of a reader over the same bytes. */
  void copy(byte[] from, int at, int fromBit, int toBit) {
    BitReader reader = new BitReader(from, at, (toBit + 7) >> 3);
    for (int left = fromBit; left > 0; left -= Math.min(left, 32)) {
      reader.bits(Math.min(left, 32));
    }
    for (int left = toBit - fromBit; left > 0; left -= Math.min(left, 32)) {
      int count = Math.min(left, 32);
      bits(reader.bits(count), count);
    }
  }

  /** Bytes begun. */
  int length() {
    return (next - start + 7) >> 3;
  }
}
