package io.parley.sfu.forward;

import io.parley.sfu.track.UpPacket;

/**
 * Chooses one simulcast layer for one subscriber: the highest that is being sent and not above what
 * the subscriber prefers. It changes only at a key frame of the new layer.
 */
final class LayerSelector {
  static final int NONE = -1;
  static final int MAX_LAYERS = 8;

  /** A layer without a packet for so long is not being sent. */
  static final long ALIVE_MICROS = 1_000_000;

  private final long[] seenMicros = new long[MAX_LAYERS];
  private int preferred = MAX_LAYERS - 1;
  private int current = NONE;

  /** What to do with a packet. */
  enum Choice {
    FORWARD,
    /** Forward; from here on this layer is the source. */
    SWITCH_AND_FORWARD,
    DROP,
    /** Drop; the wanted layer needs a key frame. */
    DROP_AND_REQUEST
  }

  LayerSelector() {
    java.util.Arrays.fill(seenMicros, Long.MIN_VALUE);
  }

  /**
   * @param layer highest layer wanted, from 0
   */
  void prefer(int layer) {
    preferred = Math.max(0, Math.min(MAX_LAYERS - 1, layer));
  }

  /** The next packet needs to be a key frame. */
  void reset() {
    current = NONE;
  }

  int current() {
    return current;
  }

  /** The highest layer wanted, which may not be sent at present. */
  int preferred() {
    return preferred;
  }

  /** The layer that would be best now, of those being sent; {@link #NONE} if there is none. */
  int target(long nowMicros) {
    int lowest = current;
    for (int layer = MAX_LAYERS - 1; layer >= 0; layer--) {
      boolean alive =
          seenMicros[layer] != Long.MIN_VALUE && nowMicros - seenMicros[layer] < ALIVE_MICROS;
      if (alive && layer <= preferred) {
        return layer;
      }
      lowest = alive ? layer : lowest;
    }
    return lowest;
  }

  Choice choose(UpPacket packet) {
    seenMicros[packet.layer()] = packet.arrivalMicros();
    int target = target(packet.arrivalMicros());
    if (packet.layer() == current) {
      return Choice.FORWARD;
    }
    if (packet.layer() != target) {
      return Choice.DROP;
    }
    if (!packet.keyFrame()) {
      return Choice.DROP_AND_REQUEST;
    }
    current = target;
    return Choice.SWITCH_AND_FORWARD;
  }
}
