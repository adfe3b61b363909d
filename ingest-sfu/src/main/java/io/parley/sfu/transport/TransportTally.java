package io.parley.sfu.transport;

import io.parley.storage.codec.rtp.PacketKind;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Counts for {@link TransportStats}. On the transport's loop. */
final class TransportTally {
  private long bytesReceived;
  private long bytesSent;
  private long rtpReceived;
  private long rtcpReceived;
  private long rtpSent;
  private long rtcpSent;
  private long dropped;
  private long sendFailures;

  void received(int bytes) {
    bytesReceived += bytes;
  }

  void rtpReceived() {
    rtpReceived++;
  }

  void rtcpReceived() {
    rtcpReceived++;
  }

  /** Something left; of ICE checks and handshakes only the bytes count. */
  void sent(PacketKind kind, int bytes) {
    bytesSent += bytes;
    rtpSent += kind == PacketKind.RTP ? 1 : 0;
    rtcpSent += kind == PacketKind.RTCP ? 1 : 0;
  }

  void dropped() {
    dropped++;
  }

  void sendFailed() {
    sendFailures++;
  }

  /** Everything so far, with the state that goes with it. */
  TransportStats stats(
      @Nullable InetSocketAddress remote,
      int pairChanges,
      DtlsState dtlsState,
      @Nullable String srtpProfile,
      long roundTripMicros) {
    return new TransportStats(
        bytesReceived,
        bytesSent,
        rtpReceived,
        rtcpReceived,
        rtpSent,
        rtcpSent,
        dropped,
        sendFailures,
        remote,
        pairChanges,
        dtlsState,
        srtpProfile,
        roundTripMicros);
  }
}
