package io.parley.sfu.forward;

import io.parley.sfu.track.UpPacket;
import org.jspecify.annotations.Nullable;

/**
 * What was sent lately, to send it again. It holds references to the shared packets, not copies;
 * bounded by number and by age.
 */
final class PacketHistory {
  /** A power of two. */
  static final int SIZE = 1_024;

  static final long MAX_AGE_MICROS = 1_000_000;

  private final @Nullable Sent[] ring = new Sent[SIZE];

  /**
   * @param packet as received
   * @param sequence as sent, widened
   * @param timestamp as sent, widened
   */
  record Sent(UpPacket packet, long sequence, long timestamp) {}

  void add(UpPacket packet, long sequence, long timestamp) {
    ring[slot(sequence)] = new Sent(packet, sequence, timestamp);
  }

  /**
   * Looks for a packet.
   *
   * @param sequence low 16 bits of the number it was sent with
   * @return null if it never was there, or is forgotten
   */
  @Nullable Sent find(int sequence, long nowMicros) {
    Sent sent = ring[slot(sequence)];
    if (sent == null
        || (sent.sequence() & 0xffff) != sequence
        || nowMicros - sent.packet().arrivalMicros() > MAX_AGE_MICROS) {
      return null;
    }
    return sent;
  }

  void clear() {
    java.util.Arrays.fill(ring, null);
  }

  private static int slot(long sequence) {
    return (int) (sequence & (SIZE - 1));
  }
}
