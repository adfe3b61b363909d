package io.parley.sfu.room;

import java.util.ArrayList;
import java.util.List;

/**
 * Which simulcast layers of one track the publisher is to send: those somebody takes now, or took
 * until {@link #LINGER_MICROS} ago, so that a tile that moves does not make it begin again and
 * again.
 */
final class LayerDemand {
  static final long LINGER_MICROS = 3_000_000;

  private final long[] takenMicros;
  private int told;

  /**
   * Begins with all of them being sent.
   *
   * @param layers how many
   */
  LayerDemand(int layers, long nowMicros) {
    takenMicros = new long[layers];
    java.util.Arrays.fill(takenMicros, nowMicros);
    told = (1 << layers) - 1;
  }

  /**
   * @param taken bits, from the lowest layer up
   * @return whether the publisher is to be told something new
   */
  boolean update(int taken, long nowMicros) {
    int wanted = 0;
    for (int layer = 0; layer < takenMicros.length; layer++) {
      if ((taken & 1 << layer) != 0) {
        takenMicros[layer] = nowMicros;
      }
      wanted |= nowMicros - takenMicros[layer] < LINGER_MICROS ? 1 << layer : 0;
    }
    boolean changed = wanted != told;
    told = wanted;
    return changed;
  }

  /** For each layer from the lowest up, whether it is to be sent. */
  List<Boolean> active() {
    List<Boolean> active = new ArrayList<>();
    for (int layer = 0; layer < takenMicros.length; layer++) {
      active.add((told & 1 << layer) != 0);
    }
    return active;
  }
}
