package io.parley.bench.load;

import java.nio.ByteBuffer;

/**
 * The last twelve bytes of every payload sent: from which a receiver learns how long the packet was
 * on its way. No unit looks behind the first bytes of a payload.
 *
 * <pre>
 * +--------+--------+--------+--------+-----------------------------------+
 * |  0x53  |  0x54  | layer  | timed  |  System.nanoTime when it was sent |
 * +--------+--------+--------+--------+-----------------------------------+
 * </pre>
 *
 * @param layer simulcast layer, from 0
 * @param timed false if the network of the load client held the packet back on purpose
 */
record Stamp(int layer, boolean timed, long nanos) {
  static final int LENGTH = 12;
  private static final short MARK = 0x5354;

  /** Writes it over the last bytes of a payload that ends at {@code end}. */
  static void write(byte[] buf, int end, int layer, boolean timed, long nanos) {
    ByteBuffer.wrap(buf, end - LENGTH, LENGTH)
        .putShort(MARK)
        .put((byte) layer)
        .put((byte) (timed ? 1 : 0))
        .putLong(nanos);
  }

  /**
   * @throws IllegalStateException if there is none: the unit changed the payload
   */
  static Stamp read(byte[] buf, int end) {
    ByteBuffer from = ByteBuffer.wrap(buf, end - LENGTH, LENGTH);
    if (from.getShort() != MARK) {
      throw new IllegalStateException("a payload came that was never sent");
    }
    return new Stamp(from.get(), from.get() != 0, from.getLong());
  }
}
