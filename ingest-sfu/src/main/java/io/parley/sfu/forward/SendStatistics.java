package io.parley.sfu.forward;

/**
 * What was sent to one subscriber of one track, and what it reports; names as in W3C webrtc-stats.
 *
 * @param nackCount packets the subscriber asked for again
 * @param nacksUnanswered of these, no longer in the history
 * @param nacksRefused of these, more than the subscriber may have again
 * @param keyFrameRequestsRefused not passed on, because it had many already
 * @param packetsLost as the subscriber reports
 * @param fractionLost 0–1, as the subscriber reports
 * @param roundTripMicros -1 until known
 * @param freezeCount estimated from what was sent; 0 but for cameras
 * @param freezeMicros how long they took together
 */
public record SendStatistics(
    long packetsSent,
    long bytesSent,
    long retransmittedPacketsSent,
    long nackCount,
    long nacksUnanswered,
    long nacksRefused,
    long keyFrameRequests,
    long keyFrameRequestsRefused,
    long packetsLost,
    double fractionLost,
    double jitterMillis,
    long roundTripMicros,
    long freezeCount,
    long freezeMicros) {}
