package io.parley.sfu.tap;

import io.parley.sfu.track.UpPacket;

/**
 * Which simulcast layer is recorded: the first that comes, then a higher one from a key frame of
 * it, and a lower one from a key frame when the higher fell silent. All of them make one stream:
 * the SSRC stays that of the first, sequence numbers go on without a hole, timestamps by the time
 * that passed.
 */
final class RecordedLayer {
  static final long SILENT_MICROS = 1_000_000;

  private final int clockRateHz;
  private int current = -1;
  private long currentMicros;
  private long ssrc;
  private long since = Long.MIN_VALUE;
  private long sequenceShift;
  private long timestampShift;
  private long highest;
  private long frameTimestamp;
  private long frameMicros;

  RecordedLayer(int clockRateHz) {
    this.clockRateHz = clockRateHz;
  }

  /** Whether the packet is recorded; then the numbers below are those of its layer. */
  boolean accepts(UpPacket packet) {
    boolean silent = packet.arrivalMicros() - currentMicros > SILENT_MICROS;
    if (current < 0) {
      current = packet.layer();
      ssrc = packet.rtp().ssrc();
      highest = packet.sequence() - 1;
    } else if (packet.layer() != current
        && packet.keyFrame()
        && (packet.layer() > current || silent)) {
      change(packet);
    }
    if (packet.layer() != current || packet.sequence() < since) {
      return false;
    }
    currentMicros = packet.arrivalMicros();
    note(packet);
    return true;
  }

  private void change(UpPacket packet) {
    current = packet.layer();
    since = packet.sequence();
    sequenceShift = highest + 1 - packet.sequence();
    long passed = Math.max(0, packet.arrivalMicros() - frameMicros);
    long step = Math.max(1, passed * clockRateHz / 1_000_000L);
    timestampShift = frameTimestamp + step - packet.timestamp();
  }

  private void note(UpPacket packet) {
    long number = packet.sequence() + sequenceShift;
    if (number > highest) {
      highest = number;
      long timestamp = packet.timestamp() + timestampShift;
      if (timestamp != frameTimestamp || frameMicros == 0) {
        frameTimestamp = timestamp;
        frameMicros = packet.arrivalMicros();
      }
    }
  }

  /** -1 until a packet came. */
  int current() {
    return current;
  }

  long ssrc() {
    return ssrc;
  }

  /** To be added to sequence numbers of the current layer. */
  long sequenceShift() {
    return sequenceShift;
  }

  /** To be added to timestamps of the current layer, packets' and reports'. */
  long timestampShift() {
    return timestampShift;
  }

  /** Whether packets are recorded as they came, since the layer never changed. */
  boolean isAsSent() {
    return since == Long.MIN_VALUE;
  }
}
