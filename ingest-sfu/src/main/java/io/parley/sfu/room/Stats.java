package io.parley.sfu.room;

import io.parley.sfu.forward.EncodingStatistics;
import io.parley.sfu.forward.SendStatistics;
import io.parley.sfu.forward.TrackStatistics;
import io.parley.sfu.ortc.MediaKind;
import io.parley.sfu.transport.TransportStats;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the unit knows of one participant's media, under the names of W3C webrtc-stats: seconds,
 * bytes and packets since the stream began. The unit is the endpoint, so {@code inbound-rtp} is
 * what the participant publishes and {@code outbound-rtp} what it is sent. Names that W3C does not
 * have: {@code participantId}, {@code trackId} (the producer's id), {@code source}, {@code
 * publisherId}, {@code droppedByTap}, {@code unrepairedPackets}, {@code delayLoss} and {@code
 * qualityLoss} (the loss model).
 */
final class Stats {
  private Stats() {}

  /**
   * @param nowEpochMicros put into every object as {@code timestamp}, in milliseconds
   */
  static Views.Stats of(Participant participant, long nowEpochMicros) {
    long millis = nowEpochMicros / 1_000;
    List<Map<String, Object>> transports = new ArrayList<>();
    for (MediaTransport transport : participant.transports()) {
      addTransport(transports, transport, millis);
    }
    List<Map<String, Object>> producers = new ArrayList<>();
    participant.producers.values().forEach(one -> addInbound(producers, participant, one, millis));
    List<Map<String, Object>> consumers = new ArrayList<>();
    participant.consumers.values().forEach(one -> addOutbound(consumers, participant, one, millis));
    return new Views.Stats(transports, producers, consumers);
  }

  private static Map<String, Object> object(String type, String id, long millis) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("type", type);
    map.put("timestamp", millis);
    return map;
  }

  private static void addTransport(
      List<Map<String, Object>> to, MediaTransport transport, long millis) {
    TransportStats s = transport.wire().stats();
    String pair = transport.id() + "-pair";
    String candidate = transport.id() + "-remote";
    Map<String, Object> map = object("transport", transport.id(), millis);
    map.put("direction", transport.direction.name().toLowerCase(Locale.ROOT));
    map.put("bytesReceived", s.bytesReceived());
    map.put("bytesSent", s.bytesSent());
    map.put("packetsReceived", s.rtpPacketsReceived() + s.rtcpPacketsReceived());
    map.put("packetsSent", s.rtpPacketsSent() + s.rtcpPacketsSent());
    map.put("packetsDropped", s.packetsDropped());
    map.put("sendFailures", s.sendFailures());
    map.put("iceRole", "controlled");
    map.put("dtlsState", s.dtlsState().name().toLowerCase(Locale.ROOT));
    String profile = s.srtpProfile();
    map.put("srtpCipher", profile == null ? "" : profile);
    map.put("selectedCandidatePairId", s.remoteAddress() == null ? "" : pair);
    map.put("selectedCandidatePairChanges", s.selectedPairChanges());
    map.put("unknownPackets", transport.receivePath.unknown());
    map.put("malformedPackets", transport.receivePath.malformed());
    to.add(map);
    InetSocketAddress remote = s.remoteAddress();
    if (remote == null) {
      return;
    }
    Map<String, Object> selected = object("candidate-pair", pair, millis);
    selected.put("transportId", transport.id());
    selected.put("remoteCandidateId", candidate);
    selected.put("state", transport.ended() ? "failed" : "succeeded");
    selected.put("nominated", true);
    selected.put("bytesReceived", s.bytesReceived());
    selected.put("bytesSent", s.bytesSent());
    if (s.roundTripMicros() >= 0) {
      selected.put("currentRoundTripTime", s.roundTripMicros() / 1e6);
    }
    selected.put("availableOutgoingBitrate", transport.subscriberFeedback.availableBitsPerSecond());
    to.add(selected);
    Map<String, Object> there = object("remote-candidate", candidate, millis);
    there.put("transportId", transport.id());
    there.put("address", remote.getAddress().getHostAddress());
    there.put("port", remote.getPort());
    to.add(there);
  }

  private static void addInbound(
      List<Map<String, Object>> to, Participant who, Producer producer, long millis) {
    List<EncodingStatistics> encodings = producer.track.encodings();
    for (int i = 0; i < encodings.size(); i++) {
      EncodingStatistics encoding = encodings.get(i);
      TrackStatistics s = encoding.received();
      String id = encodings.size() == 1 ? producer.id() : producer.id() + "-" + i;
      Map<String, Object> map = object("inbound-rtp", id, millis);
      MediaTransport transport = who.send;
      map.put("transportId", transport == null ? "" : transport.id());
      map.put("participantId", who.id().value());
      map.put("trackId", producer.id());
      map.put("source", producer.source().wireName());
      map.put("kind", kind(producer));
      map.put("mimeType", producer.track.codec().mimeType());
      if (encoding.ssrc() >= 0) {
        map.put("ssrc", encoding.ssrc());
      }
      if (encodings.size() > 1) {
        map.put("encodingIndex", i);
      }
      if (encoding.rid() != null) {
        map.put("rid", encoding.rid());
      }
      map.put("packetsReceived", s.packetsReceived());
      map.put("packetsLost", s.packetsLost());
      map.put("unrepairedPackets", s.packetsUnrepaired());
      map.put("retransmittedPacketsReceived", s.packetsRepaired());
      map.put("packetsDiscarded", s.packetsDuplicate());
      map.put("bytesReceived", s.bytesReceived());
      map.put("jitter", s.jitterMillis() / 1_000);
      map.put("nackCount", s.nackCount());
      map.put("pliCount", s.keyFrameRequests());
      map.put("keyFramesReceived", s.keyFramesReceived());
      map.put("freezeCount", s.freezeCount());
      map.put("totalFreezesDuration", s.freezeMicros() / 1e6);
      map.put("droppedByTap", i == 0 ? producer.droppedByTap() : 0L);
      putLoss(map, producer.meter);
      to.add(map);
    }
  }

  private static void addOutbound(
      List<Map<String, Object>> to, Participant who, Consumer consumer, long millis) {
    SendStatistics s = consumer.path.statistics();
    String remoteId = consumer.id + "-remote";
    Map<String, Object> map = outboundHead("outbound-rtp", consumer.id, who, consumer, millis);
    map.put("remoteId", remoteId);
    map.put("active", !consumer.path.paused());
    map.put("spatialLayer", consumer.path.layer());
    map.put("temporalLayer", consumer.path.temporalLayer());
    map.put("packetsSent", s.packetsSent());
    map.put("bytesSent", s.bytesSent());
    map.put("retransmittedPacketsSent", s.retransmittedPacketsSent());
    map.put("nackCount", s.nackCount());
    map.put("nacksUnanswered", s.nacksUnanswered());
    map.put("nacksRefused", s.nacksRefused());
    map.put("pliCount", s.keyFrameRequests());
    map.put("pliRefused", s.keyFrameRequestsRefused());
    map.put("freezeCount", s.freezeCount());
    map.put("totalFreezesDuration", s.freezeMicros() / 1e6);
    putLoss(map, consumer.meter);
    to.add(map);
    Map<String, Object> reported =
        outboundHead("remote-inbound-rtp", remoteId, who, consumer, millis);
    reported.put("localId", consumer.id);
    reported.put("packetsLost", s.packetsLost());
    reported.put("fractionLost", s.fractionLost());
    reported.put("jitter", s.jitterMillis() / 1_000);
    if (s.roundTripMicros() >= 0) {
      reported.put("roundTripTime", s.roundTripMicros() / 1e6);
    }
    to.add(reported);
  }

  private static Map<String, Object> outboundHead(
      String type, String id, Participant who, Consumer consumer, long millis) {
    Map<String, Object> map = object(type, id, millis);
    MediaTransport transport = who.recv;
    map.put("transportId", transport == null ? "" : transport.id());
    map.put("participantId", who.id().value());
    map.put("publisherId", consumer.publisher.id().value());
    map.put("trackId", consumer.producer.id());
    map.put("kind", kind(consumer.producer));
    map.put("ssrc", consumer.path.ssrc());
    return map;
  }

  private static void putLoss(Map<String, Object> map, StreamMeter meter) {
    map.put("delayLoss", meter.loss().delayLoss());
    map.put("qualityLoss", meter.loss().qualityLoss());
  }

  private static String kind(Producer producer) {
    return producer.kind() == MediaKind.AUDIO ? "audio" : "video";
  }
}
