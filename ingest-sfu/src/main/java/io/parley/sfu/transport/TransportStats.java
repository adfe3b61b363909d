package io.parley.sfu.transport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Counters of one transport since its creation, named as in W3C webrtc-stats.
 *
 * @param bytesReceived UDP payload bytes of all kinds
 * @param bytesSent UDP payload bytes of all kinds
 * @param rtpPacketsReceived decrypted and handed over
 * @param packetsDropped arrived for this transport, but not handed over for any reason
 * @param sendFailures packets the caller gave that could not be sent
 * @param remoteAddress of the selected pair; null before the first valid check
 * @param selectedPairChanges how often the peer moved to another address
 * @param roundTripMicros from the newest RTCP report on what we sent; -1 if none came yet
 */
public record TransportStats(
    long bytesReceived,
    long bytesSent,
    long rtpPacketsReceived,
    long rtcpPacketsReceived,
    long rtpPacketsSent,
    long rtcpPacketsSent,
    long packetsDropped,
    long sendFailures,
    @Nullable InetSocketAddress remoteAddress,
    int selectedPairChanges,
    DtlsState dtlsState,
    @Nullable String srtpProfile,
    long roundTripMicros) {}
