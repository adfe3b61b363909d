package io.parley.sfu.congestion;

/**
 * What has left and should have come by now: the queue as it is at this moment. {@link QueueDelay}
 * tells of the one that the last packet to come has met; what joined it since, only the sender
 * knows. On the meeting's loop.
 */
final class Backlog {
  static final long MEMORY_MICROS = 10_000_000;

  private final SentPackets packets;
  private long newest = -1;
  private long shortest = Long.MAX_VALUE;
  private long shortestBefore = Long.MAX_VALUE;
  private long sinceMicros;

  Backlog(SentPackets packets) {
    this.packets = packets;
  }

  /** A packet is reported to have come. */
  void came(long number) {
    newest = Math.max(newest, number);
  }

  /**
   * A report with at least one packet that came was read.
   *
   * @param bitsPerSecond that came lately; nothing is known of the queue below 1
   * @return how long the link needs for what waits before it, microseconds
   */
  long reported(long bitsPerSecond, long nowMicros) {
    if (newest < 0 || bitsPerSecond < 1) {
      return 0;
    }
    if (nowMicros - sinceMicros > MEMORY_MICROS / 2) {
      shortestBefore = shortest;
      shortest = Long.MAX_VALUE;
      sinceMicros = nowMicros;
    }
    shortest = Math.min(shortest, nowMicros - packets.sentMicros(newest));
    long trip = Math.min(shortest, shortestBefore);
    return packets.bytesBetween(newest, nowMicros - trip) * 8_000_000L / bitsPerSecond;
  }
}
