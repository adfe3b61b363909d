package io.parley.sfu.forward;

/**
 * Bits a second on the wire of one simulcast layer, its temporal layers one on top of the other.
 * What was measured last stands while nothing comes.
 */
final class LayerRate {
  static final long PERIOD_MICROS = 500_000;
  static final int TEMPORAL_LAYERS = 4;

  private static final long PAUSE_MICROS = 2_000_000;

  private final long[] bytes = new long[TEMPORAL_LAYERS];
  private final long[] rates = new long[TEMPORAL_LAYERS];
  private boolean known;
  private boolean started;
  private long sinceMicros;

  /**
   * @param temporal 0–3
   * @param length on the wire
   */
  void packet(int temporal, int length, long nowMicros) {
    long elapsed = nowMicros - sinceMicros;
    if (!started || elapsed > PAUSE_MICROS) {
      started = true;
      sinceMicros = nowMicros;
      java.util.Arrays.fill(bytes, 0);
    } else if (elapsed >= PERIOD_MICROS) {
      for (int i = 0; i < TEMPORAL_LAYERS; i++) {
        long now = bytes[i] * 8_000_000L / elapsed;
        rates[i] = known ? (rates[i] + now) / 2 : now;
        bytes[i] = 0;
      }
      known = true;
      sinceMicros = nowMicros;
    }
    bytes[temporal] += length;
  }

  boolean isKnown() {
    return known;
  }

  /** Of temporal layers 0 to {@code temporal}. */
  long bitsPerSecond(int temporal) {
    long sum = 0;
    for (int i = 0; i <= Math.min(temporal, TEMPORAL_LAYERS - 1); i++) {
      sum += rates[i];
    }
    return sum;
  }
}
