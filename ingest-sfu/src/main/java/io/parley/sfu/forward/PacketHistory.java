package io.parley.sfu.forward;

import io.parley.sfu.track.UpPacket;
import org.jspecify.annotations.Nullable;

/**
 * What was sent lately, to send it again. It holds references to the shared packets, not copies;
 * bounded by number and by age: what is too old to be asked for is let go with the next packet, so
 * that it dies young.
 */
final class PacketHistory {
  /** A power of two. */
  static final int SIZE = 1_024;

  static final long MAX_AGE_MICROS = 1_000_000;

  /** So many are kept for {@link #recent}. */
  static final int RECENT = 32;

  private final @Nullable Sent[] ring = new Sent[SIZE];
  private final long[] repairedMicros = new long[SIZE];

  /** Slots from here up to the newest hold what was not let go. */
  private long oldest = Long.MIN_VALUE;

  /**
   * @param packet as received
   * @param sequence as sent, widened
   * @param timestamp as sent, widened
   * @param pictureId as sent, of VP8; else 0
   * @param tl0PicIdx as sent, of VP8; else 0
   * @param activeTargets decode targets as told, of AV1; 0 if as received
   * @param marker as sent
   */
  record Sent(
      UpPacket packet,
      long sequence,
      long timestamp,
      long pictureId,
      int tl0PicIdx,
      long activeTargets,
      boolean marker) {}

  void add(Sent sent) {
    int slot = slot(sent.sequence());
    ring[slot] = sent;
    repairedMicros[slot] = Long.MIN_VALUE;
    letGo(sent);
  }

  /** The last few stay, however old, for {@link #recent}. */
  private void letGo(Sent newest) {
    oldest = Math.max(oldest, newest.sequence() - SIZE + 1);
    long tooOld = newest.packet().arrivalMicros() - MAX_AGE_MICROS;
    while (oldest <= newest.sequence() - RECENT) {
      int slot = slot(oldest);
      Sent sent = ring[slot];
      if (sent != null && sent.packet().arrivalMicros() >= tooOld) {
        return;
      }
      ring[slot] = null;
      oldest++;
    }
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

  /**
   * One of the last few packets, ever another one; null if nothing was sent.
   *
   * @param back less than {@link #RECENT}
   */
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
