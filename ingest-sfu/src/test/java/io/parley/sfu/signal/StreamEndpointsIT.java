package io.parley.sfu.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.RoomTokens;
import io.parley.sfu.Sfu;
import io.parley.sfu.SfuConfig;
import io.parley.storage.contract.RoomToken.Grant;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What WHIP and WHEP answer over HTTP, good and bad, without media. */
class StreamEndpointsIT {
  private static final byte[] SECRET =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private static final String OFFER =
      "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
          + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=ice-ufrag:abcd\r\n"
          + "a=ice-pwd:0123456789abcdef0123456789\r\na=fingerprint:sha-256 AB"
          + ":CD".repeat(31)
          + "\r\na=setup:actpass\r\na=rtcp-mux\r\na=sendonly\r\na=rtpmap:111 opus/48000/2\r\n"
          + "a=ssrc:11 cname:c\r\n";
  private static final Set<Grant> GUEST = EnumSet.of(Grant.JOIN, Grant.PUBLISH, Grant.SUBSCRIBE);
  private static final String RESTART =
      "a=ice-ufrag:efgh\r\na=ice-pwd:9876543210abcdef0123456789\r\n";

  private final HttpClient http = HttpClient.newHttpClient();
  private Sfu sfu;

  @BeforeEach
  void start() {
    sfu = Sfu.start(SfuConfig.onLoopback(SECRET));
  }

  @AfterEach
  void stop() {
    sfu.close();
  }

  private static String token(String participant, Set<Grant> grants, Instant expiry) {
    return RoomTokens.signed(
        SECRET, RoomTokens.unrecorded(RoomTokens.of("m", participant, grants, expiry)));
  }

  private static String good(String participant) {
    return token(participant, GUEST, Instant.now().plusSeconds(60));
  }

  private HttpResponse<String> call(
      String method, String path, String bearer, Map<String, String> headers, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sfu.signalPort() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    headers.forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String bearer, String body) throws Exception {
    return call("POST", path, bearer, Map.of("Content-Type", "application/sdp"), body);
  }

  private int patch(String path, String bearer, String ifMatch, String body) throws Exception {
    Map<String, String> type = Map.of("Content-Type", "application/trickle-ice-sdpfrag");
    Map<String, String> both =
        Map.of("Content-Type", "application/trickle-ice-sdpfrag", "If-Match", ifMatch);
    return call("PATCH", path, bearer, ifMatch.isEmpty() ? type : both, body).statusCode();
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void whoMayNotIsToldWhy() throws Exception {
    HttpResponse<String> anonymous = post("/v1/whip", null, OFFER);
    assertThat(anonymous.statusCode()).isEqualTo(401);
    assertThat(header(anonymous, "WWW-Authenticate")).startsWith("Bearer");
    assertThat(header(anonymous, "Access-Control-Allow-Origin")).isEqualTo("*");
    HttpResponse<String> late =
        post("/v1/whip", token("p", GUEST, Instant.now().minusSeconds(5)), OFFER);
    assertThat(late.statusCode()).isEqualTo(401);
    assertThat(late.body()).contains("\"expired\"");
    Set<Grant> listener = EnumSet.of(Grant.JOIN, Grant.SUBSCRIBE);
    String listening = token("p", listener, Instant.now().plusSeconds(60));
    assertThat(post("/v1/whip", listening, OFFER).statusCode()).isEqualTo(403);
  }

  @Test
  void whoIsRefusedIsWrittenDown() throws Exception {
    try (AuditLines audit = new AuditLines()) {
      post("/v1/whip", null, OFFER);
      post("/v1/whep", token("p", GUEST, Instant.now().minusSeconds(5)), OFFER);
      Set<Grant> listener = EnumSet.of(Grant.JOIN, Grant.SUBSCRIBE);
      post("/v1/whip", token("p", listener, Instant.now().plusSeconds(60)), OFFER);
      String from = " address=127.0.0.1";
      assertThat(audit.lines())
          .containsExactly(
              "refused what=POST_/v1/whip reason=unauthenticated"
                  + (from + " meeting=- participant=- unwritten=0"),
              "refused what=POST_/v1/whep reason=expired"
                  + (from + " meeting=- participant=- unwritten=0"),
              "refused what=POST_/v1/whip reason=forbidden"
                  + (from + " meeting=m participant=p unwritten=0"));
    }
  }

  @Test
  void aTokenThatSomebodyJoinedWithIsNobodysKey() throws Exception {
    String token = good("p");
    SignalClient client = SignalClient.open(http, sfu.signalPort(), token);
    String join = "{\"id\":1,\"method\":\"join\",\"data\":{\"rtpCapabilities\":{\"codecs\":[]}}}";
    assertThat(client.ask(join)).contains("\"ok\":true");
    HttpResponse<String> overheard = post("/v1/whep", token, OFFER);
    assertThat(overheard.statusCode()).isEqualTo(401);
    assertThat(overheard.body()).contains("\"replayed\"");
  }

  @Test
  void whatIsNoOfferIsRefused() throws Exception {
    String token = good("p");
    Map<String, String> plain = Map.of("Content-Type", "text/plain");
    assertThat(call("POST", "/v1/whip", token, plain, OFFER).statusCode()).isEqualTo(415);
    Map<String, String> json =
        Map.of("Content-Type", "application/sdp", "Accept", "application/json");
    assertThat(call("POST", "/v1/whip", token, json, OFFER).statusCode()).isEqualTo(406);
    assertThat(post("/v1/whip", token, "hello").statusCode()).isEqualTo(400);
    assertThat(post("/v1/whip", token, "v=0\r\n".repeat(100_000)).statusCode()).isEqualTo(413);
    assertThat(post("/v1/whip", token, OFFER.replace("opus", "PCMU")).statusCode()).isEqualTo(422);
    for (String method : new String[] {"GET", "PUT", "PATCH", "DELETE"}) {
      HttpResponse<String> wrong = call(method, "/v1/whip", token, Map.of(), "");
      assertThat(wrong.statusCode()).as(method).isEqualTo(405);
      assertThat(header(wrong, "Allow")).contains("POST");
    }
    HttpResponse<String> preflight = call("OPTIONS", "/v1/whep", null, Map.of(), "");
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(header(preflight, "Accept-Post")).isEqualTo("application/sdp");
    assertThat(header(preflight, "Access-Control-Allow-Headers")).contains("Authorization");
  }

  @Test
  void aSessionIsItsBearersUntilItEnds() throws Exception {
    HttpResponse<String> opened = post("/v1/whip", good("p"), OFFER);
    assertThat(opened.statusCode()).isEqualTo(201);
    assertThat(header(opened, "Content-Type")).isEqualTo("application/sdp");
    assertThat(opened.body()).startsWith("v=0\r\n").contains("a=recvonly", "a=ice-lite");
    String session = header(opened, "Location");
    String tag = header(opened, "ETag");
    assertThat(patch(session, good("p"), tag, "a=end-of-candidates\r\n")).isEqualTo(204);
    assertThat(patch(session, good("p"), "", "a=end-of-candidates\r\n")).isEqualTo(428);
    assertThat(patch(session, good("p"), tag, "hello")).isEqualTo(400);
    assertThat(patch(session, good("q"), tag, "a=end-of-candidates\r\n")).isEqualTo(403);
    assertThat(patch("/v1/whip/none", good("p"), tag, "a=end-of-candidates\r\n")).isEqualTo(404);
    assertThat(patch(session.replace("whip", "whep"), good("p"), tag, "a=x\r\n")).isEqualTo(404);
    assertThat(call("PATCH", session, good("p"), Map.of("If-Match", tag), "").statusCode())
        .isEqualTo(415);
    assertThat(patch(session, good("p"), tag, RESTART)).isEqualTo(412);
    assertThat(patch(session, good("p"), "*", RESTART)).isEqualTo(200);
    assertThat(patch(session, good("p"), tag, "a=end-of-candidates\r\n")).isEqualTo(412);
    assertThat(call("DELETE", session, null, Map.of(), "").statusCode()).isEqualTo(401);
    assertThat(call("DELETE", session, good("p"), Map.of(), "").statusCode()).isEqualTo(200);
    assertThat(call("DELETE", session, good("p"), Map.of(), "").statusCode()).isEqualTo(404);
  }

  @Test
  void theSameEncoderComingBackTakesItsOldPlace() throws Exception {
    String before = header(post("/v1/whip", good("p"), OFFER), "Location");
    String after = header(post("/v1/whip", good("p"), OFFER), "Location");
    assertThat(call("DELETE", before, good("p"), Map.of(), "").statusCode()).isEqualTo(404);
    assertThat(call("DELETE", after, good("p"), Map.of(), "").statusCode()).isEqualTo(200);
  }

  @Test
  void aPlayerIsToldToComeBackUntilThereIsSomethingToPlay() throws Exception {
    String wants = OFFER.replace("sendonly", "recvonly");
    HttpResponse<String> early = post("/v1/whep", good("viewer"), wants);
    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(header(early, "Retry-After")).isNotEmpty();
    post("/v1/whip", good("p"), OFFER);
    HttpResponse<String> opened = post("/v1/whep", good("viewer"), wants);
    assertThat(opened.statusCode()).isEqualTo(201);
    assertThat(opened.body()).contains("a=sendonly", "a=rtpmap:111 opus/48000/2", "a=ssrc:");
  }
}
