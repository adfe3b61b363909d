package io.parley.sfu.forward;

/**
 * What was received of a track, over all its encodings; names as in W3C webrtc-stats.
 *
 * @param packetsLost before repair
 * @param packetsUnrepaired never came, whatever was tried
 * @param bytesReceived payload
 * @param jitterMillis of the worst encoding
 * @param nackCount packets asked for again
 * @param freezeCount of the lowest encoding that is asked for, estimated; 0 but for cameras
 * @param freezeMicros how long they took together
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
    long keyFramesReceived,
    long freezeCount,
    long freezeMicros) {
  static final TrackStatistics NONE = new TrackStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

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
        keyFramesReceived + stream.keyFramesReceived,
        freezeCount,
        freezeMicros);
  }

  /** The same with other freezes. */
  TrackStatistics frozen(FreezeEstimate freezes) {
    return new TrackStatistics(
        packetsReceived,
        packetsLost,
        packetsUnrepaired,
        packetsRepaired,
        packetsDuplicate,
        bytesReceived,
        jitterMillis,
        nackCount,
        keyFrameRequests,
        keyFramesReceived,
        freezes.count(),
        freezes.micros());
  }
}
