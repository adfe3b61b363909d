package io.parley.sfu.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.RoomTokens;
import io.parley.sfu.Sfu;
import io.parley.sfu.SfuConfig;
import io.parley.storage.contract.RoomToken.Grant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody takes up the signalling server's time and memory; the others get every answer. */
@Timeout(60)
class HostileSignallingIT {
  private static final byte[] SECRET =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private static final String JOIN =
      "{\"id\":1,\"method\":\"join\",\"data\":{\"rtpCapabilities\":{\"codecs\":[]}}}";
  private static final String LONG_REQUEST =
      "GET /v1/signal?token=x HTTP/1.1\r\nHost: meet.example\r\nX-Long: " + "a".repeat(4_000);

  private final HttpClient http = HttpClient.newHttpClient();
  private Sfu sfu;

  @BeforeEach
  void start() {
    SignalConfig signal = new SignalConfig("127.0.0.1", 0, null, List.of());
    sfu =
        Sfu.start(
            SfuConfig.onLoopback(SECRET)
                .withSignal(
                    signal.withLimits(
                        new SignalLimits(1_000, Duration.ofSeconds(3), Duration.ofSeconds(3)))));
  }

  @AfterEach
  void stop() {
    sfu.close();
  }

  private SignalClient open(String participant) throws Exception {
    String token =
        RoomTokens.signed(
            SECRET,
            RoomTokens.unrecorded(
                RoomTokens.of(
                    "m", participant, EnumSet.allOf(Grant.class), Instant.now().plusSeconds(60))));
    return SignalClient.open(http, sfu.signalPort(), token);
  }

  private SignalClient honest() throws Exception {
    SignalClient client = open("honest");
    assertThat(client.ask(JOIN)).contains("\"ok\":true");
    return client;
  }

  private static void isServed(SignalClient client, int id) throws Exception {
    assertThat(client.ask("{\"id\":" + id + ",\"method\":\"getStats\"}"))
        .contains("\"id\":" + id + ",")
        .contains("\"ok\":true");
  }

  /** Whoever takes too long may have been shown out already. */
  private static void say(Socket socket, int letter) {
    try {
      socket.getOutputStream().write(letter);
    } catch (IOException e) {
      assertThat(e).isInstanceOf(SocketException.class);
    }
  }

  /** What it is told until it is closed; empty if that came in a hurry. */
  private static String farewell(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (SocketException e) {
      return "";
    }
  }

  @Test
  void slowLorises() throws Exception {
    SignalClient honest = honest();
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        slow.add(new Socket(InetAddress.getLoopbackAddress(), sfu.signalPort()));
      }
      for (int letter = 0; letter < 100; letter++) {
        for (Socket one : slow) {
          say(one, LONG_REQUEST.charAt(letter));
        }
        isServed(honest, 100 + letter);
      }
      for (Socket one : slow) {
        assertThat(farewell(one)).doesNotContain("101");
      }
      isServed(honest, 1_000);
    } finally {
      for (Socket one : slow) {
        one.close();
      }
    }
  }

  @Test
  void whoOpensADoorAndStaysInItIsShownOut() throws Exception {
    SignalClient honest = honest();
    List<SignalClient> idle = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      idle.add(open("idle" + i));
    }
    for (SignalClient one : idle) {
      assertThat(one.closed.get(20, TimeUnit.SECONDS)).isEqualTo("1008 join-timeout");
    }
    isServed(honest, 7);
  }

  @Test
  void giantDeepAndEndlessMessages() throws Exception {
    SignalClient honest = honest();
    SignalClient giant = open("giant");
    giant.socket.sendText("{\"id\":1,\"x\":\"" + "a".repeat(300_000) + "\"}", true);
    assertThat(giant.cutOff()).matches("1009.*|broken");
    isServed(honest, 2);
    SignalClient deep = open("deep");
    assertThat(deep.ask("[".repeat(100_000))).contains("\"bad-request\"");
    assertThat(deep.ask("{\"id\":1" + "0".repeat(100_000) + "}")).contains("\"bad-request\"");
    isServed(honest, 3);
    SignalClient endless = open("endless");
    String part = "a".repeat(4_000);
    endless.socket.sendText("{\"id\":1,\"x\":\"", false).get(5, TimeUnit.SECONDS);
    for (int i = 0; i < 100 && !endless.closed.isDone(); i++) {
      try {
        endless.socket.sendText(part, false).get(5, TimeUnit.SECONDS);
      } catch (java.util.concurrent.ExecutionException e) {
        break;
      }
    }
    assertThat(endless.cutOff()).matches("1009.*|broken");
    isServed(honest, 4);
  }

  @Test
  void requestsAsFastAsTheyGo() throws Exception {
    SignalClient honest = honest();
    SignalClient flood = open("flood");
    flood.ask(JOIN);
    for (int i = 0; i < 2_000 && !flood.closed.isDone(); i++) {
      try {
        flood.socket.sendText("{\"id\":1,\"method\":\"getMeetingStats\"}", true).get();
      } catch (java.util.concurrent.ExecutionException e) {
        break;
      }
      if (i % 20 == 0) {
        isServed(honest, 10 + i);
      }
    }
    assertThat(flood.cutOff()).matches("1008 too-many|broken");
    isServed(honest, 9);
  }
}
