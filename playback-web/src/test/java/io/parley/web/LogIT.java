package io.parley.web;

import static io.parley.web.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.parley.storage.catalogue.MeetingState;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the server makes of the log, and of an SFU that dies. */
@ExtendWith(WebBedExtension.class)
class LogIT {
  private static final WebConfig.Rules IMPATIENT =
      new WebConfig.Rules(true, Duration.ofDays(1), null, Duration.ofMillis(1500));

  @Test
  void rubbishInTheLogIsCountedAndWhatFollowsIsRead(WebBed bed) throws Exception {
    TestMeeting meeting =
        TestMeeting.create(bed, bed.browser().register("Log1"), json("subject", "S"));
    double before = unreadable(bed);
    bed.emitRubbish();
    bed.emit(
        new MeetingEvent.ParticipantJoined(
            new MeetingId("m-nobody-knows"), 1, new ParticipantId("p"), "P", null, false, 1));
    meeting.start();
    await().atMost(WebBed.SOON).until(() -> unreadable(bed) == before + 1);
  }

  @Test
  void aServerThatWasAwayReadsWhatItMissedAndTellsTheSame(WebBed bed) throws Exception {
    TestMeeting meeting =
        TestMeeting.create(bed, bed.browser().register("Log2"), json("subject", "S"));
    meeting.start();
    meeting.attend(new ParticipantId("p-1"), "One", null);
    var before = bed.catalogue.meetings().find(meeting.id);
    try (WebServer second = bed.startAnother("second", WebConfig.Rules.defaults(), null)) {
      await().atMost(WebBed.SOON).until(() -> handled(second.port()) > 0);
    }
    meeting.attend(new ParticipantId("p-2"), "Two", null);
    try (WebServer again = bed.startAnother("second", WebConfig.Rules.defaults(), null)) {
      await().atMost(WebBed.SOON).until(() -> handled(again.port()) > 0);
      assertThat(bed.catalogue.participants().of(meeting.id)).hasSize(2);
      assertThat(bed.catalogue.meetings().find(meeting.id).orElseThrow().startedAtEpochMicros())
          .isEqualTo(before.orElseThrow().startedAtEpochMicros());
    }
  }

  @Test
  void aMeetingWhoseSfuDiedIsEndedAndOneThatIsHeldIsNot(WebBed bed) throws Exception {
    Browser host = bed.browser().register("Log3");
    TestMeeting dead = TestMeeting.create(bed, host, json("subject", "dead"));
    TestMeeting held = TestMeeting.create(bed, host, json("subject", "held"));
    long now = Instant.now().toEpochMilli() * 1_000;
    for (TestMeeting meeting : new TestMeeting[] {dead, held}) {
      bed.emit(new MeetingEvent.MeetingStarted(meeting.id, now, "s", false));
    }
    AtomicInteger asked = new AtomicInteger();
    CopyOnWriteArrayList<String> tokens = new CopyOnWriteArrayList<>();
    try (Sfu sfu = new Sfu(held.id, asked, tokens);
        WebServer web = bed.startAnother("impatient", IMPATIENT, sfu.url())) {
      await().atMost(WebBed.SOON).until(() -> dead.state().equals("ready"));
      int before = asked.get();
      await().atMost(WebBed.SOON).until(() -> asked.get() > before + 1);
      assertThat(held.state()).isEqualTo("live");
      assertThat(tokens).allMatch(header -> header.startsWith("Bearer ey"));

      Browser byWeb = new Browser(URI.create("http://127.0.0.1:" + web.port()));
      byWeb.arrive();
      byWeb
          .post(
              "/api/v1/session",
              json("email", "log3@example.org", "password", "correct horse Log3"))
          .expect(200);
      byWeb.arrive();
      byWeb.post(held.path + "/end", json()).expect(202);
      assertThat(sfu.ended).containsExactly("/v1/meetings/" + held.id);
      assertThat(bed.catalogue.meetings().find(held.id).orElseThrow().state())
          .isEqualTo(MeetingState.LIVE);
    }
    bed.emit(new MeetingEvent.MeetingEnded(held.id, now, MeetingEvent.EndReason.HOST_ENDED));
  }

  @Test
  void timeGoesOnPastTheEndOfAnAbandonedMeetingInEveryPartition(WebBed bed) throws Exception {
    TestMeeting dead =
        TestMeeting.create(bed, bed.browser().register("Log5"), json("subject", "dead"));
    long start = Instant.now().toEpochMilli() * 1_000 - 1_000_000;
    bed.emit(new MeetingEvent.MeetingStarted(dead.id, start, "s", false));
    bed.tick(start + 500_000);
    try (WebServer web = bed.startAnother("carrier", IMPATIENT, null)) {
      await().atMost(WebBed.SOON).until(() -> dead.state().equals("ready"));
      long end = bed.catalogue.meetings().find(dead.id).orElseThrow().endedAtEpochMicros();
      assertThat(end).isGreaterThanOrEqualTo(start + 500_000);
      await()
          .atMost(WebBed.SOON)
          .untilAsserted(
              () ->
                  assertThat(bed.ticks("web"))
                      .hasSize(12)
                      .allSatisfy(
                          ticks -> {
                            assertThat(ticks).isSorted();
                            assertThat(ticks).anyMatch(at -> at >= end && at <= end + 1_000_000);
                            assertThat(ticks.get(ticks.size() - 1))
                                .isGreaterThanOrEqualTo(end + 5_000_000);
                          }));
      assertThat(web.port()).isPositive();
    }
  }

  @Test
  void retentionDeletesWhatIsOldEnough(WebBed bed) throws Exception {
    TestMeeting meeting =
        TestMeeting.create(bed, bed.browser().register("Log4"), json("subject", "old"));
    bed.emit(new MeetingEvent.MeetingStarted(meeting.id, 1_000_000, "s", false));
    bed.emit(new MeetingEvent.MeetingEnded(meeting.id, 2_000_000, MeetingEvent.EndReason.EMPTY));
    await().atMost(WebBed.SOON).until(() -> meeting.state().equals("ready"));
    WebConfig.Rules forgetful =
        new WebConfig.Rules(
            true, Duration.ofDays(1), Duration.ofDays(10_000), Duration.ofMinutes(2));
    try (WebServer web = bed.startAnother("forgetful", forgetful, null)) {
      assertThat(web.port()).isPositive();
      await().atMost(WebBed.SOON).until(() -> bed.catalogue.meetings().find(meeting.id).isEmpty());
    }
    assertThat(bed.catalogue.wasDeleted(meeting.id)).isTrue();
  }

  private static double unreadable(WebBed bed) {
    return metric(bed.web.port(), "parley_web_log_unreadable");
  }

  private static double handled(int port) {
    return metric(port, "parley_web_log_handled");
  }

  private static double metric(int port, String name) {
    String all = new Browser(URI.create("http://127.0.0.1:" + port)).get("/metrics").text();
    return all.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** An SFU's directory that holds one meeting. */
  private static final class Sfu implements AutoCloseable {
    private final HttpServer server;
    private final CopyOnWriteArrayList<String> ended = new CopyOnWriteArrayList<>();

    Sfu(MeetingId held, AtomicInteger asked, CopyOnWriteArrayList<String> tokens)
        throws java.io.IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/v1/meetings",
          exchange -> {
            tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
            if (exchange.getRequestMethod().equals("DELETE")) {
              ended.add(exchange.getRequestURI().getPath());
              exchange.sendResponseHeaders(202, -1);
            } else {
              byte[] answer =
                  ("{\"items\":[{\"id\":\"" + held + "\",\"participantCount\":1}]}")
                      .getBytes(StandardCharsets.UTF_8);
              exchange.sendResponseHeaders(200, answer.length);
              exchange.getResponseBody().write(answer);
              asked.incrementAndGet();
            }
            exchange.close();
          });
      server.start();
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
