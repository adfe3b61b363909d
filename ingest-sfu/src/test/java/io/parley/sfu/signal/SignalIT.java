package io.parley.sfu.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.RoomTokens;
import io.parley.sfu.Sfu;
import io.parley.sfu.SfuConfig;
import io.parley.storage.contract.AddressSet;
import io.parley.storage.contract.RoomToken.Grant;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The socket's doors and its manners, with a plain WebSocket client. */
class SignalIT {
  private static final byte[] SECRET =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private static final String JOIN =
      "{\"id\":1,\"method\":\"join\",\"data\":{\"rtpCapabilities\":{\"codecs\":[]}}}";

  private final HttpClient http = HttpClient.newHttpClient();
  private Sfu sfu;

  @BeforeEach
  void start() {
    SfuConfig config = SfuConfig.onLoopback(SECRET);
    sfu =
        Sfu.start(
            config.withSignal(
                new SignalConfig("127.0.0.1", 0, null, List.of("https://meet.example"))));
  }

  @AfterEach
  void stop() {
    sfu.close();
  }

  private static String token(byte[] secret, String meeting, Set<Grant> grants, Instant expiry) {
    return RoomTokens.signed(
        secret, RoomTokens.unrecorded(RoomTokens.of(meeting, "p", grants, expiry)));
  }

  private static String good(String meeting) {
    return token(SECRET, meeting, EnumSet.allOf(Grant.class), Instant.now().plusSeconds(60));
  }

  private SignalClient open(String token, String origin) throws Exception {
    SignalClient client = new SignalClient();
    WebSocket.Builder builder = http.newWebSocketBuilder();
    if (origin != null) {
      builder.header("Origin", origin);
    }
    client.socket =
        builder
            .buildAsync(
                URI.create("ws://127.0.0.1:" + sfu.signalPort() + "/v1/signal?token=" + token),
                client)
            .get(10, TimeUnit.SECONDS);
    return client;
  }

  private HttpResponse<String> call(String method, String path, String bearer) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sfu.signalPort() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void tokensThatOpenNoDoorSayWhy() throws Exception {
    Set<Grant> all = EnumSet.allOf(Grant.class);
    byte[] other = "ffffffffffffffffffffffffffffffff".getBytes(StandardCharsets.UTF_8);
    Instant later = Instant.now().plusSeconds(60);
    assertThat(open("nonsense", null).closing()).isEqualTo("4401 malformed");
    assertThat(open(token(other, "m", all, later), null).closing()).isEqualTo("4401 forged");
    assertThat(open(token(SECRET, "m", all, Instant.now().minusSeconds(5)), null).closing())
        .isEqualTo("4401 expired");
    assertThat(open(token(SECRET, "m", Set.of(), later), null).closing()).isEqualTo("4403 join");
    assertThat(open(good("m"), "https://evil.example").closing()).isEqualTo("4403 origin");
  }

  @Test
  void everyRefusalIsWrittenDown() throws Exception {
    try (AuditLines audit = new AuditLines()) {
      open("nonsense", null).closing();
      String once = good("m");
      SignalClient member = open(once, null);
      member.ask(JOIN);
      open(once, null).closing();
      call("DELETE", "/v1/meetings/other", good("m"));
      Set<Grant> guest = EnumSet.of(Grant.JOIN, Grant.SUBSCRIBE);
      SignalClient other = open(token(SECRET, "m2", guest, Instant.now().plusSeconds(60)), null);
      other.ask(JOIN);
      assertThat(other.ask("{\"id\":3,\"method\":\"setRecording\",\"data\":{\"on\":true}}"))
          .contains("\"forbidden\"");
      String known = " meeting=m participant=p unwritten=0";
      assertThat(audit.lines()).hasSize(4);
      assertThat(audit.lines().get(0))
          .startsWith("refused what=signal reason=malformed address=/127.0.0.1:")
          .endsWith(" meeting=- participant=- unwritten=0");
      assertThat(audit.lines().get(1))
          .startsWith("refused what=signal reason=replayed address=/127.0.0.1:")
          .endsWith(known);
      assertThat(audit.lines().get(2))
          .startsWith("refused what=DELETE_/v1/meetings/other reason=wrong-meeting address=")
          .endsWith(known);
      assertThat(audit.lines().get(3))
          .startsWith("refused what=setRecording reason=this_needs_the_grant_record address=")
          .endsWith(" meeting=m2 participant=p unwritten=0");
    }
  }

  @Test
  void aTokenOpensOneDoorOnce() throws Exception {
    String token = good("m");
    SignalClient first = open(token, null);
    SignalClient second = open(token, null);
    assertThat(first.ask(JOIN)).contains("\"ok\":true");
    second.socket.sendText(JOIN, true).get(5, TimeUnit.SECONDS);
    assertThat(second.closing()).isEqualTo("4401 replayed");
    assertThat(open(token, null).closing()).isEqualTo("4401 replayed");
    assertThat(first.ask("{\"id\":2,\"method\":\"getStats\"}")).contains("\"ok\":true");
    assertThat(open(good("m"), null).ask(JOIN)).contains("\"ok\":true");
    assertThat(call("GET", "/metrics", null).body())
        .contains("parley_signal_rejected_total{reason=\"replayed\"} 2.0");
  }

  @Test
  void administratorsWhoAreNoneAreToldWhy() throws Exception {
    Set<Grant> all = EnumSet.allOf(Grant.class);
    Instant later = Instant.now().plusSeconds(60);
    byte[] other = "ffffffffffffffffffffffffffffffff".getBytes(StandardCharsets.UTF_8);
    assertThat(call("DELETE", "/v1/meetings/m", null).body()).contains("missing");
    assertThat(call("DELETE", "/v1/meetings/m", "x").body()).contains("malformed");
    assertThat(call("DELETE", "/v1/meetings/m", token(other, "m", all, later)).body())
        .contains("forged");
    assertThat(
            call("DELETE", "/v1/meetings/m", token(SECRET, "m", all, Instant.now().minusSeconds(9)))
                .body())
        .contains("expired");
    assertThat(call("DELETE", "/v1/meetings/m", token(SECRET, "m", Set.of(Grant.JOIN), later)))
        .returns(403, HttpResponse::statusCode)
        .extracting(HttpResponse::body, InstanceOfAssertFactories.STRING)
        .contains("\"code\":\"forbidden\"", "\"reason\":\"admin\"");
    assertThat(call("DELETE", "/v1/meetings/m", good("n")).body()).contains("wrong-meeting");
  }

  @Test
  void whatIsNoRequestGetsAnErrorAndTheSocketStays() throws Exception {
    SignalClient client = open(good("m"), "https://meet.example");
    assertThat(client.ask("{not json")).contains("\"bad-request\"").contains("\"id\":null");
    assertThat(client.ask("{\"id\":7}")).contains("\"id\":7").contains("\"bad-request\"");
    assertThat(client.ask("{\"id\":8,\"method\":\"produce\"}")).contains("\"not-joined\"");
    assertThat(client.ask("{\"id\":9,\"method\":\"join\",\"data\":{}}"))
        .contains("rtpCapabilities is missing");
    assertThat(client.ask("{\"id\":10,\"method\":\"getRouterRtpCapabilities\"}"))
        .contains("video/AV1")
        .contains("audio/opus");
    assertThat(client.ask(JOIN)).contains("\"resumed\":false").contains("\"ok\":true");
    assertThat(client.ask(JOIN)).contains("\"already-joined\"");
    assertThat(client.ask("{\"id\":2,\"method\":\"fly\"}")).contains("\"unknown-method\"");
    assertThat(client.ask("{\"id\":3,\"method\":\"restartIce\",\"data\":{\"transportId\":\"x\"}}"))
        .contains("\"no-such-transport\"");
  }

  @Test
  void whoSendsTooMuchIsToldAndThenCutOff() throws Exception {
    SignalClient client = open(good("m"), null);
    for (int i = 0; i < SignalSession.MESSAGES_AT_ONCE + 400; i++) {
      try {
        client.socket.sendText("{\"id\":1,\"method\":\"getStats\"}", true).get(5, TimeUnit.SECONDS);
      } catch (ExecutionException cutOffWhileWriting) {
        break;
      }
    }
    assertThat(client.closing()).isEqualTo("1008 too-many");
    assertThat(client.messages).anyMatch(message -> message.contains("\"too-many\""));
  }

  @Test
  void meetingsAreListedAndEndedByThoseWhoMay() throws Exception {
    SignalClient client = open(good("m"), null);
    client.ask(JOIN);
    assertThat(call("GET", "/healthz", null).body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(call("GET", "/metrics", null).body()).contains("parley_signal_connections 1.0");
    assertThat(call("GET", "/v1/meetings", null).statusCode()).isEqualTo(401);
    assertThat(call("GET", "/v1/meetings", good("m")).statusCode()).isEqualTo(403);
    assertThat(call("GET", "/v1/meetings", good("all")).body())
        .contains("\"id\":\"m\"")
        .contains("\"participantCount\":1");
    assertThat(call("DELETE", "/v1/meetings/m", good("other")).statusCode()).isEqualTo(403);
    assertThat(call("DELETE", "/v1/meetings/none", good("none")).statusCode()).isEqualTo(404);
    assertThat(call("DELETE", "/v1/meetings/m", good("m")).statusCode()).isEqualTo(202);
    assertThat(client.closing()).isEqualTo("4410 meeting-over");
    assertThat(open(good("m"), null).closing()).isEqualTo("4410 meeting-over");
  }

  @Test
  void statisticsAreForTheHostAndForTheWebServer() throws Exception {
    SignalClient host = open(good("m"), null);
    host.ask(JOIN);
    host.ask("{\"id\":2,\"method\":\"createWebRtcTransport\",\"data\":{\"direction\":\"send\"}}");
    assertThat(host.ask("{\"id\":3,\"method\":\"getMeetingStats\"}"))
        .contains("\"type\":\"transport\"")
        .contains("\"participantId\":\"p\"");
    Set<Grant> guest = EnumSet.of(Grant.JOIN, Grant.PUBLISH, Grant.SUBSCRIBE);
    SignalClient other = open(token(SECRET, "g", guest, Instant.now().plusSeconds(60)), null);
    other.ask(JOIN);
    assertThat(other.ask("{\"id\":3,\"method\":\"getMeetingStats\"}")).contains("\"forbidden\"");
    assertThat(call("GET", "/v1/meetings/m/stats", null).statusCode()).isEqualTo(401);
    assertThat(call("GET", "/v1/meetings/m/stats", good("g")).statusCode()).isEqualTo(403);
    assertThat(call("GET", "/v1/meetings/none/stats", good("none")).statusCode()).isEqualTo(404);
    assertThat(call("GET", "/v1/meetings/m/stats", good("m")).body())
        .contains("\"meetingId\":\"m\"")
        .contains("\"dtlsState\":\"new\"");
    assertThat(call("GET", "/metrics", null).body())
        .contains("parley_transport_bytes_sent_total{meeting=\"m\",participant=\"p\"")
        .contains("parley_webrtc_stats_left_out 0");
  }

  @Test
  void metricsAreForThisMachineUnlessSaidOtherwise() throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sfu.signalPort() + "/metrics"));
    assertThat(status(request.copy())).isEqualTo(200);
    assertThat(status(request.copy().header("X-Forwarded-For", "127.0.0.1"))).isEqualTo(403);
    SignalConfig closed = new SignalConfig("127.0.0.1", 0, null, List.of());
    try (Sfu other =
        Sfu.start(
            SfuConfig.onLoopback(SECRET)
                .withSignal(closed.withMetricsReaders(AddressSet.NOBODY)))) {
      URI uri = URI.create("http://127.0.0.1:" + other.signalPort() + "/metrics");
      assertThat(status(HttpRequest.newBuilder(uri))).isEqualTo(403);
    }
  }

  private int status(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
