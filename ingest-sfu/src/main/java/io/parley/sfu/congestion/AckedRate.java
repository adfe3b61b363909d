package io.parley.sfu.congestion;

/** Bits a second that came, over the last half second of arrivals. */
final class AckedRate {
  static final long WINDOW_MICROS = 500_000;
  private static final int SLOTS = 25;
  private static final long SLOT_MICROS = WINDOW_MICROS / SLOTS;

  private final long[] bytes = new long[SLOTS];
  private final long[] slots = new long[SLOTS];
  private long firstMicros = Long.MIN_VALUE;
  private long lastMicros;

  AckedRate() {
    java.util.Arrays.fill(slots, Long.MIN_VALUE);
  }

  void packet(long arrivalMicros, int length) {
    if (firstMicros == Long.MIN_VALUE || arrivalMicros - lastMicros > 4 * WINDOW_MICROS) {
      firstMicros = arrivalMicros;
    }
    lastMicros = Math.max(lastMicros, arrivalMicros);
    long slot = Math.floorDiv(arrivalMicros, SLOT_MICROS);
    int at = (int) Math.floorMod(slot, (long) SLOTS);
    if (slots[at] != slot) {
      slots[at] = slot;
      bytes[at] = 0;
    }
    bytes[at] += length;
  }

  /** -1 until a fifth of the window has passed. */
  long bitsPerSecond() {
    return bitsPerSecond(WINDOW_MICROS);
  }

  /**
   * Of the last part of it only.
   *
   * @param spanMicros at most the window
   */
  long bitsPerSecond(long spanMicros) {
    if (firstMicros == Long.MIN_VALUE || lastMicros - firstMicros < WINDOW_MICROS / 5) {
      return -1;
    }
    long newest = Math.floorDiv(lastMicros, SLOT_MICROS);
    long sum = 0;
    for (int i = 0; i < SLOTS; i++) {
      sum += slots[i] > newest - spanMicros / SLOT_MICROS ? bytes[i] : 0;
    }
    long span = Math.min(spanMicros, lastMicros - firstMicros);
    return sum * 8 * 1_000_000L / Math.max(SLOT_MICROS, span);
  }
}
