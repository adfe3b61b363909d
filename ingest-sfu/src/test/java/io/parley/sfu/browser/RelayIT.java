package io.parley.sfu.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.Sfu;
import io.parley.sfu.SfuConfig;
import io.parley.sfu.signal.IceServers;
import io.parley.sfu.signal.SignalConfig;
import io.parley.storage.contract.RoomToken.Grant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Browsers that may use nothing but a TURN server. */
@Tag("alone")
class RelayIT {
  private static final String SECRET = "north";
  private static final String RELAYED = "relay udp udp";

  /** Candidates that a browser gets of a configuration, and the error codes on the way. */
  private static final String GATHER =
      "configuration => new Promise(done => { const pc = new RTCPeerConnection(configuration);"
          + " const found = []; pc.onicecandidateerror = e => found.push(String(e.errorCode));"
          + " pc.onicecandidate = e => { if (e.candidate?.candidate) found.push(e.candidate.type);"
          + " else if (!e.candidate) { pc.close(); done(found); } };"
          + " pc.createDataChannel('x'); pc.setLocalDescription(); })";

  @TempDir Path directory;

  private static IceServers relayOnly(Coturn coturn) {
    return new IceServers(List.of(coturn.url()), SECRET, Duration.ofHours(1), true);
  }

  private static Sfu start(IceServers servers) {
    SignalConfig signal = new SignalConfig("127.0.0.1", 0, null, List.of());
    return Sfu.start(
        SfuConfig.onLoopback(BrowserClient.SECRET).withSignal(signal.withIceServers(servers)));
  }

  private static BrowserClient open(Sfu sfu, String name) throws Exception {
    String token = BrowserClient.token("m", name, BrowserClient.guest());
    return BrowserClient.open(sfu.signalPort(), token, name).joinAndPublish("");
  }

  @Test
  void browsersMeetThroughARelayWithTheCredentialsTheyGet() throws Exception {
    try (Coturn coturn = Coturn.startOrSkip(SECRET, directory);
        Sfu sfu = start(relayOnly(coturn));
        BrowserClient ada = open(sfu, "ada");
        BrowserClient ben = open(sfu, "ben")) {
      ada.awaitFrames("ben", "camera", 30);
      ben.awaitFrames("ada", "camera", 30);
      ben.awaitSound("ada");
      for (BrowserClient one : List.of(ada, ben)) {
        assertThat(one.eval("() => client.path('send')")).isEqualTo(RELAYED);
        assertThat(one.eval("() => client.path('recv')")).isEqualTo(RELAYED);
      }
    }
  }

  /** The relay itself looks at the time; a browser that comes too late gets no address of it. */
  @Test
  void credentialsEndByThemselves() throws Exception {
    try (Coturn coturn = Coturn.startOrSkip(SECRET, directory);
        PlainPage page = new PlainPage()) {
      Instant now = Instant.now();
      assertThat(gather(page, relayOnly(coturn), now)).contains("relay");
      assertThat(gather(page, relayOnly(coturn), now.minus(Duration.ofMinutes(61))))
          .contains("401")
          .doesNotContain("relay");
      IceServers guessed =
          new IceServers(List.of(coturn.url()), "south", Duration.ofHours(1), true);
      assertThat(gather(page, guessed, now)).contains("401").doesNotContain("relay");
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> gather(PlainPage page, IceServers servers, Instant joined) {
    return (List<String>)
        page.eval(GATHER, configuration(servers.forClient("p", joined).get(0), servers.policy()));
  }

  private static Map<String, Object> configuration(IceServers.Server server, String policy) {
    Map<String, Object> one = new HashMap<>();
    one.put("urls", server.urls());
    one.put("username", server.username());
    one.put("credential", server.credential());
    return Map.of("iceServers", List.of(one), "iceTransportPolicy", policy);
  }

  /** Encoders and players read what they may use in the answer's headers (RFC 9725 §4.6). */
  @Test
  void whipAnswersNameTheRelay() throws Exception {
    try (Coturn coturn = Coturn.startOrSkip(SECRET, directory);
        Sfu sfu = start(relayOnly(coturn));
        PlainPage page = new PlainPage()) {
      String token = BrowserClient.token("m", "encoder", EnumSet.of(Grant.JOIN, Grant.PUBLISH));
      String url = "http://127.0.0.1:" + sfu.signalPort() + "/v1/whip";
      assertThat(page.open(url, token, true, Map.of())).containsEntry("status", 201);
      assertThat((String) page.eval("() => plain.links"))
          .startsWith("<" + coturn.url() + ">; rel=\"ice-server\"; username=\"")
          .contains(":encoder\"; credential=\"");
    }
  }
}
