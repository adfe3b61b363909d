package io.parley.bench.load;

import io.parley.sfu.forward.LossDetector;
import io.parley.sfu.forward.ReceptionStatistics;
import io.parley.storage.codec.rtp.NtpTime;
import io.parley.storage.codec.rtp.ReportBlock;
import io.parley.storage.codec.rtp.SequenceUnwrapper;
import io.parley.storage.codec.rtp.TimestampUnwrapper;
import java.util.Arrays;
import java.util.List;

/**
 * One track as it comes to one subscriber: what a receiver must know for its reports, and what is
 * counted. Packets of one number count once. On the loop's thread, but for the names.
 */
public final class IncomingStream {
  /** Instead of the number of a packet that came before, or is too old to tell. */
  static final long AGAIN = Long.MIN_VALUE;

  /** Numbers remembered, to tell what came twice: seconds of any stream. */
  private static final int REMEMBERED = 4_096;

  private final PublishingPeer source;
  private final boolean video;
  private final boolean repairable;
  private final long rtxSsrc;
  private final SequenceUnwrapper sequences = new SequenceUnwrapper();
  private final TimestampUnwrapper timestamps = new TimestampUnwrapper();
  private final ReceptionStatistics statistics;
  private final LossDetector losses = new LossDetector();
  private final long[] seen = new long[REMEMBERED];
  private final long[] sentBefore;
  private long ssrc;
  private long highest = Long.MIN_VALUE;
  private long windowStart = Long.MIN_VALUE;
  private long received;
  private long repaired;
  private long duplicates;
  private long reportNtp;
  private long reportNanos;

  /**
   * @param source who is heard or seen
   * @param ssrc of its packets, or 0 if only they will tell
   * @param rtxSsrc of retransmissions, or 0 if they come under {@code ssrc}
   * @param repairable whether the unit may be asked to send a packet again
   */
  public IncomingStream(
      PublishingPeer source, boolean video, long ssrc, long rtxSsrc, boolean repairable) {
    this.source = source;
    this.video = video;
    this.ssrc = ssrc;
    this.rtxSsrc = rtxSsrc;
    this.repairable = repairable;
    this.statistics = new ReceptionStatistics(video ? Formats.VIDEO_CLOCK : Formats.AUDIO_CLOCK);
    this.sentBefore = new long[1 + source.layers().size()];
    Arrays.fill(seen, Long.MIN_VALUE);
  }

  public boolean video() {
    return video;
  }

  public long ssrc() {
    return ssrc;
  }

  public long rtxSsrc() {
    return rtxSsrc;
  }

  /** Its first packet has come, and told. */
  void named(long itsSsrc) {
    ssrc = itsSsrc;
  }

  /** Forgets what was counted; nothing may be on its way. */
  void begin() {
    System.arraycopy(source.sent(), 0, sentBefore, 0, sentBefore.length);
    windowStart = highest == Long.MIN_VALUE ? Long.MIN_VALUE : highest + 1;
    received = 0;
    repaired = 0;
    duplicates = 0;
  }

  /** Packets sent to the unit since {@link #begin}, in the highest layer if there are several. */
  long offered() {
    int at = video ? sentBefore.length - 1 : 0;
    return source.sent()[at] - sentBefore[at];
  }

  /** Different packets that came since {@link #begin}. */
  long received() {
    return received;
  }

  /** Those of them that came by retransmission. */
  long repaired() {
    return repaired;
  }

  long duplicates() {
    return duplicates;
  }

  /** Numbers since {@link #begin} that never came, up to the highest that did. */
  long gaps() {
    return windowStart == Long.MIN_VALUE ? 0 : highest - windowStart + 1 - received;
  }

  /**
   * Counts a packet.
   *
   * @return its number, widened, or {@link #AGAIN}
   */
  long packet(int sequence, long timestamp, int bytes, long nowNanos, boolean isRepair) {
    long number = isRepair ? sequences.peek(sequence) : sequences.unwrap(sequence);
    int slot = (int) Math.floorMod(number, (long) REMEMBERED);
    boolean tooOld = highest != Long.MIN_VALUE && number <= highest - REMEMBERED;
    if (tooOld || seen[slot] == number) {
      duplicates++;
      return AGAIN;
    }
    seen[slot] = number;
    long micros = nowNanos / 1_000;
    statistics.packet(number, timestamps.unwrap(timestamp), micros, bytes, isRepair);
    if (windowStart == Long.MIN_VALUE) {
      windowStart = number;
    }
    if (number >= windowStart) {
      received++;
      repaired += isRepair ? 1 : 0;
    }
    if (highest == Long.MIN_VALUE) {
      highest = number;
    } else if (number > highest) {
      if (repairable) {
        losses.advanced(highest, number, micros);
      }
      highest = number;
    } else {
      losses.filled(number, micros);
    }
    return number;
  }

  /** Numbers to be asked for now. */
  int[] wanted(long nowNanos, long roundTripMicros) {
    if (losses.missing() == 0) {
      return new int[0];
    }
    List<Long> due = losses.due(nowNanos / 1_000, roundTripMicros);
    return due.stream().mapToInt(number -> (int) (number & 0xffff)).toArray();
  }

  void senderReport(long ntp, long nowNanos) {
    reportNtp = ntp;
    reportNanos = nowNanos;
  }

  boolean started() {
    return highest != Long.MIN_VALUE;
  }

  /** What a receiver report says about it (RFC 3550 §6.4.1). */
  ReportBlock report(long nowNanos) {
    return new ReportBlock(
        ssrc,
        statistics.fractionLost(),
        (int) Math.min(0x7fffff, statistics.lost()),
        statistics.highest() & 0xffff_ffffL,
        statistics.jitterUnits() & 0xffff_ffffL,
        reportNtp == 0 ? 0 : NtpTime.middle(reportNtp),
        reportNtp == 0 ? 0 : NtpTime.microsToShort((nowNanos - reportNanos) / 1_000));
  }
}
