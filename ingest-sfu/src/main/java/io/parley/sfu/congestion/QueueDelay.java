package io.parley.sfu.congestion;

/**
 * How long packets wait in queues on the way: how much longer they take than the fastest did
 * lately. Clocks of sender and receiver need not agree; that they drift apart is forgotten with the
 * fastest packet after {@link #MEMORY_MICROS}.
 */
final class QueueDelay {
  static final long MEMORY_MICROS = 10_000_000;

  /** One packet may be late for reasons of its own; a queue holds up all of them. */
  private static final int LAST = 6;

  private static final long NOTHING = Long.MAX_VALUE;

  private final long[] last = new long[LAST];
  private int known;
  private int next;
  private long fastest = NOTHING;
  private long fastestBefore = NOTHING;
  private long sinceMicros;

  /** A packet came, in the order of arrival. */
  void packet(long sentMicros, long arrivalMicros) {
    long took = arrivalMicros - sentMicros;
    if (fastest == NOTHING || arrivalMicros - sinceMicros > MEMORY_MICROS / 2) {
      fastestBefore = fastest;
      fastest = took;
      sinceMicros = arrivalMicros;
    }
    fastest = Math.min(fastest, took);
    last[next] = took;
    next = (next + 1) % LAST;
    known = Math.min(LAST, known + 1);
  }

  /** Microseconds, of the last packet alone; 0 until known. */
  long lastMicros() {
    return known < LAST
        ? 0
        : last[Math.floorMod(next - 1, LAST)] - Math.min(fastest, fastestBefore);
  }

  /** Microseconds, of the least delayed of the last few packets; 0 until known. */
  long micros() {
    if (known < LAST) {
      return 0;
    }
    long least = NOTHING;
    for (long one : last) {
      least = Math.min(least, one);
    }
    return least - Math.min(fastest, fastestBefore);
  }
}
