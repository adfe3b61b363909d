package io.parley.bench;

import io.parley.bench.measure.LogAudit;
import java.util.Map;

/**
 * The way of the packets of one meeting.
 *
 * @param sent media packets all participants sent
 * @param tappedMedia of these, found in the log
 * @param tappedReports sender reports found in the log
 * @param tapFailed what the SFU counts as dropped or not written
 * @param holes numbers missing in the log
 * @param repeated numbers more than once in the log
 * @param forwarded media packets received by all participants together
 * @param toForward what they would receive if nothing were lost and nobody joined late
 * @param keyFramesAsked how often the SFU asked publishers
 */
record PacketCounts(
    long sent,
    long tappedMedia,
    long tappedReports,
    long tapFailed,
    long holes,
    long repeated,
    long forwarded,
    long toForward,
    long keyFramesAsked) {

  static PacketCounts of(
      Map<String, Long> sentByTrack,
      LogAudit log,
      long tapFailed,
      long forwarded,
      int receiversOfEach,
      long keyFramesAsked) {
    long sent = sum(sentByTrack);
    return new PacketCounts(
        sent,
        sum(log.rtpPackets()),
        log.senderReports(),
        tapFailed,
        log.holes(),
        log.repeated(),
        forwarded,
        sent * receiversOfEach,
        keyFramesAsked);
  }

  long tapped() {
    return tappedMedia + tappedReports;
  }

  /** Sent and not in the log, whoever lost it: the way in, the tap or the broker. */
  long lost() {
    return Math.max(Math.max(tapFailed, holes), sent - tappedMedia);
  }

  PacketCounts plus(PacketCounts other) {
    return new PacketCounts(
        sent + other.sent,
        tappedMedia + other.tappedMedia,
        tappedReports + other.tappedReports,
        tapFailed + other.tapFailed,
        holes + other.holes,
        repeated + other.repeated,
        forwarded + other.forwarded,
        toForward + other.toForward,
        keyFramesAsked + other.keyFramesAsked);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
