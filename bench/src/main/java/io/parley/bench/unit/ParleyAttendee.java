package io.parley.bench.unit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.bench.client.Json;
import io.parley.bench.client.SignalSocket;
import io.parley.bench.load.IncomingStream;
import io.parley.bench.load.OutgoingStream;
import io.parley.bench.load.PeerSocket;
import io.parley.bench.load.PublishingPeer;
import io.parley.bench.load.SubscribingPeer;
import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.ortc.RtcpFeedback;
import io.parley.sfu.ortc.RtpCapabilities;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.transport.DtlsParameters;
import io.parley.sfu.transport.IceCandidate;
import io.parley.sfu.transport.IceParameters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Somebody in a meeting of our SFU, as mediasoup-client would have it. */
final class ParleyAttendee implements Unit.Attendee {
  private static final long PATIENCE_SECONDS = 30;

  /** The SFU takes fifty messages a second. */
  private static final long BETWEEN_MESSAGES_MILLIS = 25;

  private static final int AT_ONCE = 30;

  private final ParleyUnit unit;
  private final String id;
  private final SignalSocket signal;
  private final BlockingQueue<JsonNode> consumers = new LinkedBlockingQueue<>();

  ParleyAttendee(ParleyUnit unit, HttpClient http, URI uri, String id) {
    this.unit = unit;
    this.id = id;
    this.signal = new SignalSocket(http, uri, this::notified);
    JsonNode router = signal.request("getRouterRtpCapabilities", Json.object()).join();
    ObjectNode join = Json.object();
    join.set("rtpCapabilities", Json.tree(capabilities(router.path("rtpCapabilities"))));
    signal.request("join", join).join();
  }

  /** Opus and VP8 with repair, and every header extension in both directions. */
  private static RtpCapabilities capabilities(JsonNode router) {
    RtpCapabilities all = Json.as(router, RtpCapabilities.class);
    List<RtpCapabilities.Codec> codecs = new ArrayList<>();
    int vp8 = -1;
    for (RtpCapabilities.Codec codec : all.codecs()) {
      if (codec.mimeType().equalsIgnoreCase("video/VP8")) {
        vp8 = codec.preferredPayloadType();
      }
      boolean repair =
          codec.mimeType().equalsIgnoreCase("video/rtx")
              && String.valueOf(codec.parameters().get("apt")).equals(String.valueOf(vp8));
      if (repair || codec.mimeType().matches("(?i)audio/opus|video/VP8")) {
        codecs.add(codec);
      }
    }
    List<RtpCapabilities.HeaderExtension> extensions =
        all.headerExtensions().stream()
            .map(
                each ->
                    new RtpCapabilities.HeaderExtension(
                        each.kind(), each.uri(), each.preferredId(), false, "sendrecv"))
            .toList();
    return new RtpCapabilities(codecs, extensions);
  }

  private void notified(String method, JsonNode data) {
    if (method.equals("newConsumer")) {
      consumers.add(data);
    }
  }

  @Override
  public void publish(PublishingPeer peer) {
    String transport = connect("send", peer.socket());
    unit.published(id, peer);
    OutgoingStream audio = peer.audio();
    if (audio != null) {
      signal.request("produce", Produce.microphone(transport, peer, audio)).join();
    }
    if (!peer.layers().isEmpty()) {
      signal.request("produce", Produce.camera(transport, peer)).join();
    }
  }

  @Override
  public void subscribe(List<SubscribingPeer> peers, int tracks)
      throws IOException, InterruptedException {
    SubscribingPeer peer = peers.get(0);
    connect("recv", peer.socket());
    int extension = 0;
    boolean remb = false;
    for (int i = 0; i < tracks; i++) {
      JsonNode consumer = consumers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (consumer == null) {
        throw new IOException("only " + i + " of " + tracks + " tracks were announced to " + id);
      }
      boolean video = consumer.path("kind").asText().equals("video");
      RtpParameters parameters = Json.as(consumer.path("rtpParameters"), RtpParameters.class);
      RtpParameters.Encoding encoding = parameters.encodings().get(0);
      Long ssrc = encoding.ssrc();
      RtpParameters.Rtx rtx = encoding.rtx();
      if (ssrc == null) {
        throw new IOException("a track without SSRC was announced");
      }
      PublishingPeer source = unit.publisher(consumer.path("participantId").asText());
      IncomingStream stream =
          new IncomingStream(
              source,
              video,
              ssrc,
              rtx == null ? 0 : rtx.ssrc(),
              parameters.codecs().get(0).has(RtcpFeedback.NACK));
      peer.socket().execute(() -> peer.expect(stream));
      extension = Math.max(extension, parameters.extensionId(HeaderExtensionUris.TRANSPORT_CC));
      remb |= parameters.codecs().get(0).has(RtcpFeedback.REMB);
      if (source.layers().size() > 1 && video) {
        preferBest(consumer.path("id").asText(), source.layers().size() - 1);
      }
      if (i >= AT_ONCE) {
        TimeUnit.MILLISECONDS.sleep(BETWEEN_MESSAGES_MILLIS);
      }
      signal
          .request("resumeConsumer", Json.object().put("consumerId", consumer.path("id").asText()))
          .join();
    }
    int numbered = extension;
    boolean rembWanted = remb;
    peer.socket().execute(() -> peer.start(numbered, rembWanted));
  }

  /** Asks for the largest layer, as a page does that shows the track large. */
  private void preferBest(String consumerId, int layer) {
    signal
        .request(
            "setPreferredLayers",
            Json.object().put("consumerId", consumerId).put("spatialLayer", layer))
        .join();
  }

  /** Connects a transport; returns its id. */
  private String connect(String direction, PeerSocket socket) {
    JsonNode transport =
        signal.request("createWebRtcTransport", Json.object().put("direction", direction)).join();
    String transportId = transport.path("id").asText();
    ObjectNode data = Json.object().put("transportId", transportId);
    data.set("dtlsParameters", Json.tree(unit.dtlsParameters()));
    signal.request("connectWebRtcTransport", data).join();
    IceCandidate candidate = Json.as(transport.path("iceCandidates").path(0), IceCandidate.class);
    InetSocketAddress to = new InetSocketAddress(candidate.ip(), candidate.port());
    socket.bind(to.getAddress());
    socket
        .connect(
            to,
            Json.as(transport.path("iceParameters"), IceParameters.class),
            Json.as(transport.path("dtlsParameters"), DtlsParameters.class).sha256())
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
    return transportId;
  }

  @Override
  public void close() {
    unit.left(id);
    signal.request("leave", Json.object()).whenComplete((answer, failure) -> signal.close());
  }
}
