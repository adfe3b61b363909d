package io.parley.web;

import static io.parley.web.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
      live.sendText("x".repeat(40_000));
      assertThat(live.closeCode()).isEqualTo(1009);
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

  private static TestMeeting meeting(WebBed bed, String host) throws Exception {
    TestMeeting meeting =
        TestMeeting.create(bed, bed.browser().register(host), json("subject", host));
    meeting.start();
    return meeting;
  }
}
