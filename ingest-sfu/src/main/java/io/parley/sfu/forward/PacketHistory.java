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
  private final long[] repairedMicros = new long[SIZE];

  /**
   * @param packet as received
   * @param sequence as sent, widened
   * @param timestamp as sent, widened
   * @param pictureId as sent, of VP8; else 0
   * @param tl0PicIdx as sent, of VP8; else 0
   */
  record Sent(UpPacket packet, long sequence, long timestamp, long pictureId, int tl0PicIdx) {}

  void add(Sent sent) {
    int slot = slot(sent.sequence());
    ring[slot] = sent;
    repairedMicros[slot] = Long.MIN_VALUE;
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

  /**
   * Whether to send it again: not while the last repair may be on its way still. A true answer
   * counts as sent.
   */
  boolean shouldRepair(Sent sent, long nowMicros, long roundTripMicros) {
    int slot = slot(sent.sequence());
    long before = repairedMicros[slot];
    if (before != Long.MIN_VALUE && nowMicros - before < roundTripMicros * 3 / 4) {
      return false;
    }
    repairedMicros[slot] = nowMicros;
    return true;
  }

  /** One of the last few packets, ever another one; null if nothing was sent. */
  @Nullable Sent recent(long lastSequence, int back) {
    return ring[slot(lastSequence - back)];
  }

  void clear() {
    java.util.Arrays.fill(ring, null);
  }

  private static int slot(long sequence) {
    return (int) (sequence & (SIZE - 1));
  }
}
