package io.parley.sfu.forward;

/**
 * What was received of a track, over all its encodings; names as in W3C webrtc-stats.
 *
 * @param packetsLost before repair
 * @param packetsUnrepaired never came, whatever was tried
 * @param bytesReceived payload
 * @param jitterMillis of the worst encoding
 * @param nackCount packets asked for again
 */
public record TrackStatistics(
    long packetsReceived,
    long packetsLost,
    long packetsUnrepaired,
    long packetsRepaired,
    long packetsDuplicate,
    long bytesReceived,
    double jitterMillis,
    long nackCount,
    long keyFrameRequests,
    long keyFramesReceived) {
  static final TrackStatistics NONE = new TrackStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  TrackStatistics plus(InboundStream stream) {
    return new TrackStatistics(
        packetsReceived + stream.statistics.received(),
        packetsLost + stream.statistics.lost(),
        packetsUnrepaired + stream.losses.unrepaired(),
        packetsRepaired + stream.repaired,
        packetsDuplicate + stream.duplicates,
        bytesReceived + stream.statistics.octets(),
        Math.max(jitterMillis, stream.statistics.jitterMillis()),
        nackCount + stream.losses.requests(),
        keyFrameRequests + stream.keyFrameRequests,
        keyFramesReceived + stream.keyFramesReceived);
  }
}
