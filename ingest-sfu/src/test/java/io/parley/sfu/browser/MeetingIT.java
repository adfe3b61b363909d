package io.parley.sfu.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.Sfu;
import io.parley.sfu.SfuConfig;
import io.parley.sfu.tap.LogReader;
import io.parley.sfu.tap.TapConfig;
import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.codec.MeetingLogEntry;
import io.parley.storage.codec.RtpRecordCodec;
import io.parley.storage.codec.Topics;
import io.parley.storage.codec.rtp.PacketKind;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingEvent.LeaveReason;
import io.parley.storage.contract.RtpRecord;
import io.parley.storage.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A meeting from its start to its end, in real browsers, with a real log. */
@Tag("alone")
class MeetingIT {
  /** Long enough for a browser to come back on a busy machine; who is killed is gone after it. */
  private static final SfuConfig.Timeouts SOON =
      new SfuConfig.Timeouts(Duration.ofSeconds(60), Duration.ofSeconds(8), Duration.ofSeconds(15));

  @TempDir Path directory;

  @Test
  void threeMeetShareReconnectLoseOneAndTheHostEnds() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
      SfuConfig config =
          SfuConfig.onLoopback(BrowserClient.SECRET)
              .withTimeouts(SOON)
              .withTap(TapConfig.of(kafka.bootstrapServers()));
      try (Sfu sfu = Sfu.start(config)) {
        meet(sfu);
      }
      checkLog(kafka);
    }
  }

  private void meet(Sfu sfu) throws Exception {
    String hostToken = BrowserClient.token("m2", "host", BrowserClient.everything());
    String benToken = BrowserClient.token("m2", "ben", BrowserClient.guest());
    try (BrowserClient host = BrowserClient.open(sfu.signalPort(), hostToken, "host");
        BrowserClient ben = BrowserClient.open(sfu.signalPort(), benToken, "ben")) {
      host.joinAndPublish("VP8");
      ben.joinAndPublish("H264");
      host.awaitFrames("ben", "camera", 20);
      ben.awaitFrames("host", "camera", 20);
      lateJoinerSeesBoth(sfu, host);
      pauseAndResume(host, ben);
      ben.eval("() => client.publishScreen()");
      host.awaitFrames("ben", "screen", 60);
      reconnect(sfu, host, ben);
      muteByHost(host, ben);
      assertThat(ben.eval("() => client.ask('endMeeting').then(a => a.error.code)"))
          .isEqualTo("forbidden");
      host.eval("() => client.request('endMeeting')");
      ben.await("the socket closes", () -> ben.number("() => client.closed?.code ?? 0") == 4410);
      String again = BrowserClient.token("m2", "host", BrowserClient.everything());
      host.connect(sfu.signalPort(), again);
      host.await("refused", () -> host.number("() => client.closed?.code ?? 0") == 4410);
    }
  }

  private void lateJoinerSeesBoth(Sfu sfu, BrowserClient host) throws Exception {
    String token = BrowserClient.token("m2", "late", BrowserClient.guest());
    BrowserClient late = BrowserClient.open(sfu.signalPort(), token, "late");
    try (late) {
      late.joinAndPublish("VP9");
      late.awaitFrames("host", "camera", 10);
      late.awaitFrames("ben", "camera", 10);
      host.awaitFrames("late", "camera", 60);
      late.awaitSound("ben");
    }
    host.await(
        "the killed browser is noticed",
        () ->
            Boolean.TRUE.equals(
                host.eval(
                    "() => client.notifications.some(n => n.method === 'participantLeft' &&"
                        + " n.data.participantId === 'late' && n.data.reason ==="
                        + " 'connection-lost')")));
  }

  private static void pauseAndResume(BrowserClient host, BrowserClient ben) {
    host.eval(
        "async () => { const p = client.producers.get('camera'); p.pause();"
            + " await client.request('pauseProducer', { producerId: p.id }); }");
    ben.await(
        "paused",
        () ->
            Boolean.TRUE.equals(
                ben.eval("() => client.notifications.some(n => n.method === 'consumerPaused')")));
    host.eval(
        "async () => { const p = client.producers.get('camera'); p.resume();"
            + " await client.request('resumeProducer', { producerId: p.id }); }");
    ben.awaitFrames("host", "camera", 20);
  }

  /** A new socket, the same media: frames never stop, and the answer says it went on. */
  private static void reconnect(Sfu sfu, BrowserClient host, BrowserClient ben) {
    ben.eval("() => { window.key = client.joined.resumeKey; }");
    ben.connect(sfu.signalPort(), BrowserClient.token("m2", "ben", BrowserClient.guest()));
    assertThat(ben.eval("async () => (await client.join(window.key)).resumed")).isEqualTo(true);
    host.awaitFrames("ben", "camera", 20);
    ben.awaitFrames("host", "camera", 20);
  }

  private static void muteByHost(BrowserClient host, BrowserClient ben) {
    host.awaitSound("ben");
    host.eval(
        "() => client.request('muteParticipant', { participantId: 'ben', source: 'microphone' })");
    ben.await(
        "told",
        () ->
            Boolean.TRUE.equals(
                ben.eval("() => client.notifications.some(n => n.method === 'mutedByHost')")));
  }

  private static void checkLog(EmbeddedKafka kafka) throws Exception {
    List<MeetingEvent> events = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        LogReader.read(kafka, Topics.unprefixed().meetingEvents().name())) {
      if (MeetingEventCodec.decode(record.value()) instanceof MeetingLogEntry.Event event) {
        events.add(event.event());
      }
    }
    assertThat(events.get(0)).isInstanceOf(MeetingEvent.MeetingStarted.class);
    assertThat(events.get(events.size() - 1)).isInstanceOf(MeetingEvent.MeetingEnded.class);
    assertThat(events.stream().filter(e -> e instanceof MeetingEvent.ParticipantJoined).count())
        .isEqualTo(3);
    assertThat(events)
        .anyMatch(
            e ->
                e instanceof MeetingEvent.ParticipantLeft left
                    && left.participantId().value().equals("late")
                    && left.reason() == LeaveReason.CONNECTION_LOST);
    checkPackets(kafka);
  }

  private static void checkPackets(EmbeddedKafka kafka) throws Exception {
    Map<String, Long> next = new HashMap<>();
    Map<String, Integer> reports = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        LogReader.read(kafka, Topics.unprefixed().rtp().name())) {
      RtpRecord decoded =
          RtpRecordCodec.decode(
              record.headers().lastHeader(Topics.RTP_HEADER).value(), record.value());
      if (decoded instanceof RtpRecord.Packet packet) {
        String track = packet.track().trackId().value();
        long expected = next.getOrDefault(track, 0L);
        assertThat(packet.tapSequence()).as(track).isEqualTo(expected);
        next.put(track, expected + 1);
        byte[] bytes = packet.packet();
        if (PacketKind.of(bytes, 0, bytes.length) == PacketKind.RTCP) {
          reports.merge(track, 1, Integer::sum);
        }
      }
    }
    assertThat(next.keySet())
        .containsExactlyInAnyOrder(
            "host.camera.1",
            "host.microphone.1",
            "ben.camera.1",
            "ben.microphone.1",
            "ben.screen.1",
            "late.camera.1",
            "late.microphone.1");
    // Every picture awaited above is at least one packet.
    assertThat(next.values()).allMatch(count -> count > 50);
    assertThat(reports).containsKeys("host.camera.1", "host.microphone.1", "ben.camera.1");
  }
}
