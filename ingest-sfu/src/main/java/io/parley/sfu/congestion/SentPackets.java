package io.parley.sfu.congestion;

/** When packets left and how large they were, by transport-wide number. Bounded. */
final class SentPackets {
  /** A power of two: some seconds of a fast subscriber. */
  static final int SIZE = 4_096;

  private final long[] numbers = new long[SIZE];
  private final long[] sentMicros = new long[SIZE];
  private final int[] bytes = new int[SIZE];
  private final int[] probes = new int[SIZE];
  private long next;

  SentPackets() {
    java.util.Arrays.fill(numbers, Long.MIN_VALUE);
  }

  /**
   * @param probe of which probe it is part; 0 for none
   * @return its transport-wide number, widened
   */
  long add(long nowMicros, int length, int probe) {
    long number = next++;
    int slot = slot(number);
    numbers[slot] = number;
    sentMicros[slot] = nowMicros;
    bytes[slot] = length;
    probes[slot] = probe;
    return number;
  }

  /** The number that was sent with these low 16 bits; may be forgotten, see {@link #has}. */
  long widen(int low) {
    long last = next - 1;
    return last + (short) (low - (int) last);
  }

  /** Whether it is remembered and was not reported before. */
  boolean has(long number) {
    return number >= 0 && numbers[slot(number)] == number;
  }

  long sentMicros(long number) {
    return sentMicros[slot(number)];
  }

  int bytes(long number) {
    return bytes[slot(number)];
  }

  int probe(long number) {
    return probes[slot(number)];
  }

  /** Bytes that left after a packet and before a moment. */
  long bytesBetween(long number, long beforeMicros) {
    long sum = 0;
    for (long each = next - 1; each > number && next - each <= SIZE; each--) {
      int slot = slot(each);
      sum += sentMicros[slot] < beforeMicros ? bytes[slot] : 0;
    }
    return sum;
  }

  /** It was reported: it counts once. */
  void forget(long number) {
    numbers[slot(number)] = Long.MIN_VALUE;
  }

  private static int slot(long number) {
    return (int) (number & (SIZE - 1));
  }
}
