package io.parley.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.bench.media.CameraTrack;
import io.parley.bench.media.Pacer;
import io.parley.bench.media.RtpStream;
import io.parley.bench.media.SpokenTrack;
import io.parley.bench.media.Vp8Clip;
import io.parley.sfu.transport.DtlsParameters;
import io.parley.sfu.transport.DtlsRole;
import io.parley.sfu.transport.IceCandidate;
import io.parley.sfu.transport.IceParameters;
import io.parley.sfu.transport.RtcClient;
import io.parley.sfu.transport.SrtpProfile;
import io.parley.transcription.fixtures.FixtureDialogue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Somebody in the meeting: speaks one track of a dialogue, shows a clip, receives everybody else.
 * Made and used by one thread.
 */
public final class Participant implements AutoCloseable {
  private static final long CONNECT_SECONDS = 20;
  private static final List<SrtpProfile> PROFILES = List.of(SrtpProfile.AEAD_AES_128_GCM);

  private final String name;
  private final String id;
  private final long joinNanos;
  private final Random random;
  private final Pacer pacer;
  private final SignalSocket signal;
  private final ReceivedMedia received = new ReceivedMedia();
  private final PublishedMedia published = new PublishedMedia();
  private final RtcClient receiving = new RtcClient(PROFILES, DtlsRole.CLIENT, received);
  private final RtcClient sending = new RtcClient(PROFILES, DtlsRole.CLIENT, published);
  private final AtomicInteger transportSequence = new AtomicInteger();
  private final Map<String, ReceivedMedia.Track> consumers = new ConcurrentHashMap<>();
  private final CompletableFuture<Long> firstPicture = new CompletableFuture<>();
  private final Map<String, RtpStream> streams = new HashMap<>();
  private String sendTransport = "";
  private CompletableFuture<Void> spoken = CompletableFuture.completedFuture(null);

  private Participant(WebVisitor visitor, String invite, String name, Pacer pacer, Random random)
      throws IOException, InterruptedException {
    this.name = name;
    this.pacer = pacer;
    this.random = random;
    this.joinNanos = System.nanoTime();
    JsonNode admission =
        visitor.post(
            "/invites/" + invite + "/join",
            Map.of("displayName", name, "consentToRecording", true));
    this.id = admission.path("participantId").asText();
    String url = admission.path("signalUrl").asText();
    URI uri =
        URI.create(
            url + (url.contains("?") ? "&" : "?") + "token=" + admission.path("token").asText());
    this.signal = new SignalSocket(visitor.http(), uri, this::notified);
  }

  /**
   * Joins as the live page does: admission over REST, signalling, both transports. Returns when
   * both are connected.
   *
   * @param invite code of the meeting's link
   * @throws IllegalStateException if the SFU refuses or can't be reached in 20 s
   */
  public static Participant join(
      WebVisitor visitor, String invite, String name, Pacer pacer, Random random)
      throws IOException, InterruptedException {
    Participant participant = new Participant(visitor, invite, name, pacer, random);
    try {
      participant.connect();
      return participant;
    } catch (RuntimeException e) {
      participant.close();
      throw e;
    }
  }

  private void connect() {
    JsonNode capabilities = signal.request("getRouterRtpCapabilities", Json.object()).join();
    ObjectNode join = Json.object();
    join.set("rtpCapabilities", capabilities.path("rtpCapabilities"));
    signal.request("join", join).join();
    JsonNode recv = createTransport("recv");
    JsonNode send = createTransport("send");
    sendTransport = send.path("id").asText();
    CompletableFuture.allOf(connect(recv, receiving), connect(send, sending))
        .orTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private JsonNode createTransport(String direction) {
    return signal
        .request("createWebRtcTransport", Json.object().put("direction", direction))
        .join();
  }

  private CompletableFuture<Void> connect(JsonNode transport, RtcClient client) {
    ObjectNode data = Json.object().put("transportId", transport.path("id").asText());
    data.set("dtlsParameters", Json.tree(client.dtlsParameters()));
    CompletableFuture<JsonNode> told = signal.request("connectWebRtcTransport", data);
    IceCandidate candidate = Json.as(transport.path("iceCandidates").path(0), IceCandidate.class);
    CompletableFuture<SrtpProfile> connected =
        client.connect(
            new InetSocketAddress(candidate.ip(), candidate.port()),
            Json.as(transport.path("iceParameters"), IceParameters.class),
            Json.as(transport.path("dtlsParameters"), DtlsParameters.class).sha256());
    return CompletableFuture.allOf(told, connected).thenRun(client::keepAlive);
  }

  /** Shows the clip, over and over, from now on. */
  public void show(Vp8Clip clip) {
    RtpStream stream = stream(Publication.VIDEO_MID, CameraTrack.PAYLOAD_TYPE);
    CameraTrack camera = new CameraTrack(pacer, stream, clip, random.nextInt() & 0xffff_ffffL);
    published.camera(camera);
    produce(Publication.camera(sendTransport, stream.ssrc(), name), stream);
    camera.start();
  }

  /** Shows nothing more from the moment the answer completes. */
  public CompletableFuture<Void> stopShowing() {
    return published.stopCamera();
  }

  /** Speaks one person's part of the dialogue, whose time zero is at {@code zeroNanos}. */
  public void speak(FixtureDialogue dialogue, long millis, long zeroNanos) {
    RtpStream stream = stream(Publication.AUDIO_MID, SpokenTrack.PAYLOAD_TYPE);
    long base = random.nextInt() & 0xffff_ffffL;
    SpokenTrack track = new SpokenTrack(pacer, stream, dialogue, name, millis, base);
    produce(Publication.microphone(sendTransport, stream.ssrc(), name), stream);
    spoken = track.over();
    track.start(zeroNanos);
  }

  private RtpStream stream(char mid, int payloadType) {
    long ssrc = 1L + random.nextInt(Integer.MAX_VALUE - 1);
    return new RtpStream(sending, transportSequence, mid, payloadType, ssrc, random);
  }

  private void produce(ObjectNode data, RtpStream stream) {
    String trackId = signal.request("produce", data).join().path("id").asText();
    streams.put(trackId, stream);
  }

  private void notified(String method, JsonNode data) {
    if (!method.equals("newConsumer")) {
      return;
    }
    String consumer = data.path("id").asText();
    boolean video = data.path("kind").asText().equals("video");
    long ssrc = data.path("rtpParameters").path("encodings").path(0).path("ssrc").asLong();
    ReceivedMedia.Track track = received.expect(ssrc, video);
    consumers.put(consumer, track);
    if (video) {
      track.firstPicture.thenAccept(firstPicture::complete);
    }
    signal.request("resumeConsumer", Json.object().put("consumerId", consumer));
  }

  /** Ends the meeting for everybody; only the host may. */
  public CompletableFuture<Void> endMeeting() {
    return signal.request("endMeeting", Json.object()).thenRun(() -> {});
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** Completes with the milliseconds from asking to join to the first whole picture of another. */
  public CompletableFuture<Double> firstPictureMillis() {
    return firstPicture.thenApply(nanos -> (nanos - joinNanos) / 1e6);
  }

  /** Completes when everything is said. */
  public CompletableFuture<Void> spoken() {
    return spoken;
  }

  /** RTP packets sent so far by track id. */
  public Map<String, Long> sentPackets() {
    Map<String, Long> sent = new HashMap<>();
    streams.forEach((track, stream) -> sent.put(track, stream.packets()));
    return sent;
  }

  /** RTP packets received so far by consumer id. */
  public Map<String, Long> receivedPackets() {
    Map<String, Long> counts = new HashMap<>();
    consumers.forEach((consumer, track) -> counts.put(consumer, track.packets.get()));
    return counts;
  }

  /** How often the SFU asked for a key frame. */
  public long keyFramesAsked() {
    return published.keyFramesAsked();
  }

  @Override
  public void close() {
    signal.close();
    sending.close();
    receiving.close();
  }
}
