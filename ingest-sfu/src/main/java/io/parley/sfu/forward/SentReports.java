package io.parley.sfu.forward;

import io.parley.storage.codec.rtp.NtpTime;
import io.parley.storage.codec.rtp.ReportBlock;

/**
 * The last sender reports on one stream, to learn the round-trip time from what comes back (RFC
 * 3550 §6.4.1). On the meeting's loop.
 */
final class SentReports {
  private static final int REMEMBERED = 8;

  private final long[] middles = new long[REMEMBERED];
  private final long[] sentMicros = new long[REMEMBERED];
  private int count;

  /** One with this NTP timestamp leaves now. */
  void sent(long ntp, long nowMicros) {
    int slot = count++ % REMEMBERED;
    middles[slot] = NtpTime.middle(ntp);
    sentMicros[slot] = nowMicros;
  }

  /** How long the report that a block speaks of took there and back; -1 if it is none of these. */
  long roundTripMicros(ReportBlock block, long nowMicros) {
    for (int slot = 0; slot < REMEMBERED; slot++) {
      if (block.lastSenderReport() != 0 && middles[slot] == block.lastSenderReport()) {
        long delay = NtpTime.shortToMicros(block.delaySinceLastSenderReport());
        return Math.max(0, nowMicros - sentMicros[slot] - delay);
      }
    }
    return -1;
  }
}
