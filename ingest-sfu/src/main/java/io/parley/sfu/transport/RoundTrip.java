package io.parley.sfu.transport;

import io.parley.storage.codec.rtp.MalformedPacketException;
import io.parley.storage.codec.rtp.NtpTime;
import io.parley.storage.codec.rtp.ReceiverReport;
import io.parley.storage.codec.rtp.ReportBlock;
import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.RtcpPacket;
import io.parley.storage.codec.rtp.SenderReport;
import java.util.List;

/**
 * Round-trip time from reports on our sender reports (RFC 3550 §6.4.1). A lite agent sends no ICE
 * checks, so this is the only clock it has. It remembers when it sent what, so that it does not
 * matter whose NTP time the reports carry. Confined to the transport's event loop.
 */
final class RoundTrip {
  static final long UNKNOWN = -1;

  private static final int REMEMBERED = 64;
  private static final long NANOS_PER_MICRO = 1000;

  private final long[] reports = new long[REMEMBERED];
  private final long[] sentNanos = new long[REMEMBERED];
  private int next;
  private long micros = UNKNOWN;
  private final RtcpCompound walk = new RtcpCompound();

  /** Remembers sender reports of a compound packet that goes out now. */
  void sending(byte[] buf, int off, int len, long nowNanos) {
    try {
      walk.wrap(buf, off, len);
      while (walk.next()) {
        if (walk.type() == RtcpPacket.SENDER_REPORT) {
          reports[next] = NtpTime.middle(SenderReport.parse(walk).ntp());
          sentNanos[next] = nowNanos;
          next = (next + 1) % REMEMBERED;
        }
      }
    } catch (MalformedPacketException e) {
      // The peer will judge what we send; here only the time was wanted.
      return;
    }
  }

  /**
   * Looks for reports on what we sent; the newest counts.
   *
   * @throws MalformedPacketException if the compound is not whole
   */
  void received(byte[] buf, int off, int len, long nowNanos) {
    walk.wrap(buf, off, len);
    while (walk.next()) {
      if (walk.type() == RtcpPacket.RECEIVER_REPORT) {
        measure(ReceiverReport.parse(walk).blocks(), nowNanos);
      } else if (walk.type() == RtcpPacket.SENDER_REPORT) {
        measure(SenderReport.parse(walk).blocks(), nowNanos);
      }
    }
  }

  private void measure(List<ReportBlock> blocks, long nowNanos) {
    for (ReportBlock block : blocks) {
      for (int i = 0; block.lastSenderReport() != 0 && i < REMEMBERED; i++) {
        if (reports[i] == block.lastSenderReport()) {
          long away = (nowNanos - sentNanos[i]) / NANOS_PER_MICRO;
          micros = Math.max(0, away - NtpTime.shortToMicros(block.delaySinceLastSenderReport()));
          break;
        }
      }
    }
  }

  /** Microseconds, or {@link #UNKNOWN}. */
  long micros() {
    return micros;
  }
}
