package io.parley.bench.load;

import java.util.Arrays;

/** Delays of sampled packets, microseconds. One thread. */
public final class Delays {
  private double[] micros = new double[1_024];
  private int count;

  void add(long nanos) {
    if (count == micros.length) {
      micros = Arrays.copyOf(micros, 2 * count);
    }
    micros[count++] = nanos / 1e3;
  }

  void clear() {
    count = 0;
  }

  /** Those so far, in no order. */
  public double[] toArray() {
    return Arrays.copyOf(micros, count);
  }
}
