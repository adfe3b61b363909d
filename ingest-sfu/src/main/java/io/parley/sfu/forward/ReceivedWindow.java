package io.parley.sfu.forward;

/**
 * Which of the last sequence numbers came. It stands before everything that counts or forwards, so
 * that a packet sent twice (by repair, or by the network) counts once.
 */
final class ReceivedWindow {
  /** More than any repair may take to arrive. A power of two. */
  static final int SIZE = 4_096;

  private final long[] seen = new long[SIZE / 64];
  private boolean started;
  private long highest;

  /** What became of a packet. */
  enum Outcome {
    /** First of its number, higher than all before. */
    NEW,
    /** First of its number, but later than a higher one. */
    LATE,
    DUPLICATE,
    /** So old that nobody knows whether it came before. */
    TOO_OLD,
    /** So far ahead that the sender must have begun anew. */
    RESTART
  }

  /**
   * @param sequence widened
   */
  Outcome accept(long sequence) {
    if (!started || Math.abs(sequence - highest) >= 2L * SIZE) {
      boolean restart = started;
      java.util.Arrays.fill(seen, 0);
      started = true;
      highest = sequence;
      mark(sequence);
      return restart ? Outcome.RESTART : Outcome.NEW;
    }
    if (sequence > highest) {
      for (long number = Math.max(highest + 1, sequence - SIZE + 1); number < sequence; number++) {
        clear(number);
      }
      highest = sequence;
      mark(sequence);
      return Outcome.NEW;
    }
    if (sequence <= highest - SIZE) {
      return Outcome.TOO_OLD;
    }
    if (isMarked(sequence)) {
      return Outcome.DUPLICATE;
    }
    mark(sequence);
    return Outcome.LATE;
  }

  /** Highest sequence number that came; only after {@link #accept}. */
  long highest() {
    return highest;
  }

  private boolean isMarked(long sequence) {
    return (seen[word(sequence)] & bit(sequence)) != 0;
  }

  private void mark(long sequence) {
    seen[word(sequence)] |= bit(sequence);
  }

  private void clear(long sequence) {
    seen[word(sequence)] &= ~bit(sequence);
  }

  private static int word(long sequence) {
    return (int) (sequence & (SIZE - 1)) >> 6;
  }

  private static long bit(long sequence) {
    return 1L << (sequence & 63);
  }
}
