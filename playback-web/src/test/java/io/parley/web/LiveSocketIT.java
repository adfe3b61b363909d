package io.parley.web;

import static io.parley.web.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.storage.contract.Caption;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The live socket against those who would misuse it. */
@ExtendWith(WebBedExtension.class)
class LiveSocketIT {

  @Test
  void pagesOfOtherSitesAreRefused(WebBed bed) throws Exception {
    TestMeeting meeting = meeting(bed, "Live1");
    assertThatThrownBy(
            () -> LiveClient.open(meeting.host, meeting.id, "Origin", "https://evil.example"))
        .hasMessageContaining("WebSocketHandshakeException");
    try (LiveClient own =
        LiveClient.open(meeting.host, meeting.id, "Origin", bed.base().toString())) {
      own.next("hello");
    }
  }

  @Test
  void whatMakesNoSenseIsAnsweredWithAnError(WebBed bed) throws Exception {
    TestMeeting meeting = meeting(bed, "Live2");
    meeting.join(meeting.host, "H");
    try (LiveClient live = LiveClient.open(meeting.host, meeting.id)) {
      live.next("hello");
      live.sendText("{");
      assertThat(live.next("error").path("code").asText()).isEqualTo("unknown-message");
      live.send(json("type", "chat", "clientId", "a", "text", "  "));
      assertThat(live.next("error").path("code").asText()).isEqualTo("text-length");
      live.send(json("type", "chat", "clientId", "a", "text", "x".repeat(4_001)));
      assertThat(live.next("error").path("clientId").asText()).isEqualTo("a");
      live.send(json("type", "chat", "text", "x"));
      assertThat(live.next("error").path("code").asText()).isEqualTo("client-id-invalid");
      live.send(json("type", "ping"));
      live.next("pong");
    }
  }

  @Test
  void tooMuchAtOnceIsRefusedAndTooLongClosesTheSocket(WebBed bed) throws Exception {
    TestMeeting meeting = meeting(bed, "Live3");
    meeting.join(meeting.host, "H");
    try (LiveClient live = LiveClient.open(meeting.host, meeting.id)) {
      live.next("hello");
      for (int i = 0; i < 60; i++) {
        live.send(json("type", "chat", "clientId", "c" + i, "text", "spam"));
      }
      assertThat(live.next("error").path("code").asText()).isEqualTo("too-fast");
      assertThat(live.cutOffBy("x".repeat(40_000))).isIn(1009, LiveClient.BROKEN);
    }
  }

  @Test
  void aHostWhoOnlyWatchesDoesNotChat(WebBed bed) throws Exception {
    TestMeeting meeting = meeting(bed, "Live4");
    try (LiveClient live = LiveClient.open(meeting.host, meeting.id)) {
      live.next("hello");
      live.send(json("type", "chat", "clientId", "a", "text", "hello?"));
      assertThat(live.next("error").path("code").asText()).isEqualTo("not-in-meeting");
    }
  }

  @Test
  void aMessageSentAgainStandsOnce(WebBed bed) throws Exception {
    TestMeeting meeting = meeting(bed, "Live5");
    meeting.join(meeting.host, "H");
    for (int i = 0; i < 2; i++) {
      try (LiveClient live = LiveClient.open(meeting.host, meeting.id)) {
        live.next("hello");
        live.send(json("type", "chat", "clientId", "same", "text", "once"));
        live.next("chat");
      }
    }
    assertThat(meeting.host.get(meeting.path + "/chat").json().path("items")).hasSize(1);
  }

  @Test
  void afterTheEndNobodyChats(WebBed bed) throws Exception {
    TestMeeting meeting = meeting(bed, "Live6");
    meeting.join(meeting.host, "H");
    try (LiveClient live = LiveClient.open(meeting.host, meeting.id)) {
      live.next("hello");
      meeting.end();
      live.next("meeting-ended");
      live.send(json("type", "chat", "clientId", "a", "text", "still there?"));
      assertThat(live.next("error").path("code").asText()).isEqualTo("meeting-over");
    }
  }

  /** Takes nothing off its socket, while another browser gets every caption as it comes. */
  @Test
  void aBrowserThatDoesNotReadIsCutOffAndTheOthersGetEverything(WebBed bed) throws Exception {
    TestMeeting meeting = meeting(bed, "Live7");
    int cutOffBefore = cutOff(bed);
    try (Socket deaf = deafBrowser(bed, meeting);
        LiveClient fast = LiveClient.open(meeting.host, meeting.id)) {
      assertThat(deaf.isConnected()).isTrue();
      fast.next("hello");
      for (int i = 0; cutOff(bed) == cutOffBefore; i++) {
        assertThat(i).as("captions until the deaf browser is cut off").isLessThan(2_000);
        bed.emit(hugePartial(meeting, i));
        assertThat(fast.next("caption").path("revision").asInt()).isEqualTo(i);
      }
      assertThat(cutOff(bed)).isEqualTo(cutOffBefore + 1);
      bed.emit(hugePartial(meeting, 5_000));
      assertThat(fast.next("caption").path("revision").asInt()).isEqualTo(5_000);
    }
  }

  private static Caption.Utterance hugePartial(TestMeeting meeting, int revision) {
    return new Caption.Utterance(
        meeting.id,
        "u",
        new TrackId("t"),
        new ParticipantId("p"),
        revision,
        false,
        0,
        1,
        "x".repeat(100_000),
        List.of(),
        "en",
        "m",
        true);
  }

  private static Socket deafBrowser(WebBed bed, TestMeeting meeting) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), bed.web.port()));
    String upgrade =
        "GET %s/live HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                .formatted(meeting.path, bed.base().getAuthority())
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Cookie: parley_session=%s\r\n\r\n"
                .formatted(meeting.host.sessionCookie().orElseThrow());
    socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
    byte[] status = socket.getInputStream().readNBytes(12);
    assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 101");
    return socket;
  }

  private static int cutOff(WebBed bed) {
    return bed.browser()
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("parley_web_live_cut_off "))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }

  private static TestMeeting meeting(WebBed bed, String host) throws Exception {
    TestMeeting meeting =
        TestMeeting.create(bed, bed.browser().register(host), json("subject", host));
    meeting.start();
    return meeting;
  }
}
