package io.parley.sfu.tap;

import io.parley.sfu.track.UpPacket;

/**
 * Which simulcast layer is recorded: the first that comes, then a higher one from a key frame of
 * it, and a lower one from a key frame when the higher fell silent.
 */
final class RecordedLayer {
  static final long SILENT_MICROS = 1_000_000;

  private int current = -1;
  private long currentMicros;

  /** Whether the packet is of the recorded layer. */
  boolean accepts(UpPacket packet) {
    boolean silent = packet.arrivalMicros() - currentMicros > SILENT_MICROS;
    if (current < 0
        || (packet.layer() != current
            && packet.keyFrame()
            && (packet.layer() > current || silent))) {
      current = packet.layer();
    }
    if (packet.layer() != current) {
      return false;
    }
    currentMicros = packet.arrivalMicros();
    return true;
  }

  /** -1 until a packet came. */
  int current() {
    return current;
  }
}
