package io.parley.sfu.room;

import io.parley.sfu.forward.SendStatistics;
import io.parley.sfu.forward.TrackStatistics;
import io.parley.sfu.transport.TransportStats;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The answer to {@code getStats}. */
final class Stats {
  private Stats() {}

  static Views.Stats of(Participant participant) {
    return new Views.Stats(
        Stream.of(participant.send, participant.recv)
            .filter(Objects::nonNull)
            .map(Stats::transport)
            .toList(),
        participant.producers.values().stream().map(Stats::inbound).toList(),
        participant.consumers.values().stream().map(Stats::outbound).toList());
  }

  private static Map<String, Object> transport(MediaTransport transport) {
    TransportStats s = transport.wire().stats();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", transport.id());
    map.put("type", "transport");
    map.put("direction", transport.direction.name().toLowerCase(java.util.Locale.ROOT));
    map.put("bytesReceived", s.bytesReceived());
    map.put("bytesSent", s.bytesSent());
    map.put("packetsReceived", s.rtpPacketsReceived() + s.rtcpPacketsReceived());
    map.put("packetsSent", s.rtpPacketsSent() + s.rtcpPacketsSent());
    map.put("packetsDropped", s.packetsDropped());
    map.put("dtlsState", s.dtlsState().name().toLowerCase(java.util.Locale.ROOT));
    String profile = s.srtpProfile();
    map.put("srtpCipher", profile == null ? "" : profile);
    InetSocketAddress remote = s.remoteAddress();
    map.put("remoteAddress", remote == null ? "" : remote.toString());
    map.put("selectedCandidatePairChanges", s.selectedPairChanges());
    map.put("availableOutgoingBitrate", transport.subscriberFeedback.availableBitsPerSecond());
    map.put("unknownPackets", transport.receivePath.unknown());
    map.put("malformedPackets", transport.receivePath.malformed());
    return map;
  }

  /** As W3C webrtc-stats names them. */
  static Map<String, Object> outbound(Consumer consumer) {
    SendStatistics s = consumer.path.statistics();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", consumer.id);
    map.put("type", "outbound-rtp");
    map.put("producerId", consumer.producer.id());
    map.put("kind", consumer.producer.kind());
    map.put("ssrc", consumer.path.ssrc());
    map.put("spatialLayer", consumer.path.layer());
    map.put("temporalLayer", consumer.path.temporalLayer());
    map.put("packetsSent", s.packetsSent());
    map.put("bytesSent", s.bytesSent());
    map.put("retransmittedPacketsSent", s.retransmittedPacketsSent());
    map.put("nackCount", s.nackCount());
    map.put("pliCount", s.keyFrameRequests());
    map.put("packetsLost", s.packetsLost());
    map.put("fractionLost", s.fractionLost());
    map.put("jitter", s.jitterMillis() / 1_000);
    map.put("roundTripTime", s.roundTripMicros() < 0 ? -1 : s.roundTripMicros() / 1e6);
    return map;
  }

  /** As W3C webrtc-stats names them. */
  static Map<String, Object> inbound(Producer producer) {
    TrackStatistics s = producer.track.statistics();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", producer.id());
    map.put("type", "inbound-rtp");
    map.put("kind", producer.kind());
    map.put("mimeType", producer.track.codec().mimeType());
    map.put("packetsReceived", s.packetsReceived());
    map.put("packetsLost", s.packetsLost());
    map.put("retransmittedPacketsReceived", s.packetsRepaired());
    map.put("packetsDiscarded", s.packetsDuplicate());
    map.put("bytesReceived", s.bytesReceived());
    map.put("jitter", s.jitterMillis() / 1_000);
    map.put("nackCount", s.nackCount());
    map.put("pliCount", s.keyFrameRequests());
    map.put("keyFramesReceived", s.keyFramesReceived());
    map.put("droppedByTap", producer.droppedByTap());
    return map;
  }
}
