package io.parley.sfu.transport;

/**
 * The 48 bits that number the packets of one SSRC (RFC 3711 §3.3.1): sequence number and how often
 * it began again. For a receiver also which of the last {@link #WINDOW} came before (§3.3.2).
 */
final class PacketIndex {
  static final int WINDOW = 64;

  private static final long NONE = -1;
  private static final int HALF = 1 << 15;

  private long highest = NONE;
  private long seen;

  /** The index nearest to the highest so far; below 0 if it would be from before the first. */
  long estimate(int sequence) {
    if (highest == NONE) {
      return sequence;
    }
    int last = (int) (highest & 0xffff);
    long rollover = highest >> 16;
    if (last < HALF && sequence - last > HALF) {
      rollover--;
    } else if (last >= HALF && last - HALF > sequence) {
      rollover++;
    }
    return (rollover << 16) + sequence;
  }

  boolean isTooOld(long index) {
    return index < 0 || (highest != NONE && highest - index >= WINDOW);
  }

  /** Only for an index that is not too old. */
  boolean isReplay(long index) {
    return highest != NONE && index <= highest && ((seen >>> (highest - index)) & 1) != 0;
  }

  /** A packet was genuine. */
  void accept(long index) {
    if (highest == NONE || index - highest >= WINDOW) {
      seen = 1;
      highest = index;
    } else if (index > highest) {
      seen = (seen << (index - highest)) | 1;
      highest = index;
    } else if (highest - index < WINDOW) {
      seen |= 1L << (highest - index);
    }
  }
}
