package io.parley.sfu.tap;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.sfu.loop.MicroClock;
import io.parley.sfu.room.MeetingLog;
import io.parley.sfu.track.UpPacket;
import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.codec.MeetingLogEntry;
import io.parley.storage.codec.RtpRecordCodec;
import io.parley.storage.codec.Topics;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.RtpWriter;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RtpRecord;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import io.parley.storage.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tap against a real broker, also one that dies. */
class KafkaTapIT {
  private static final MeetingId MEETING = new MeetingId("m1");
  private static final int PACKET_BYTES = 1_000;

  @TempDir Path directory;

  private final MicroClock clock = MicroClock.system();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void brokerKilledAndRestartedUnderTrafficLosesNoPacketAndNoOrder() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
      List<Sender> senders = new ArrayList<>();
      ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();
      try (KafkaTap tap = KafkaTap.start(TapConfig.of(kafka.bootstrapServers()), clock, registry)) {
        tap.opened(MEETING);
        tap.event(new MeetingEvent.MeetingStarted(MEETING, clock.epochMicros(), "S", true));
        for (int track = 1; track <= 3; track++) {
          senders.add(new Sender(tap, track));
        }
        traffic.scheduleAtFixedRate(
            () -> senders.forEach(Sender::send), 0, 5, TimeUnit.MILLISECONDS);
        awaitSent(senders, 500);
        kafka.kill();
        awaitSent(senders, 2_500);
        assertThat(tap.bufferedBytes()).isGreaterThan(1_000_000L);
        kafka.restart();
        awaitSent(senders, 3_000);
        traffic.shutdown();
        assertThat(traffic.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        tap.event(
            new MeetingEvent.MeetingEnded(
                MEETING, clock.epochMicros(), MeetingEvent.EndReason.HOST_ENDED));
        tap.closed(MEETING);
        Awaitility.await("everything written")
            .atMost(Duration.ofSeconds(60))
            .until(() -> tap.bufferedBytes() == 0);
      } finally {
        traffic.shutdownNow();
      }
      for (Sender sender : senders) {
        assertThat(sender.tap.dropped()).isZero();
        assertThat(sequencesOf(kafka, sender.trackId))
            .as("each packet once, in order")
            .isEqualTo(java.util.stream.LongStream.range(0, sender.sent.get()).boxed().toList());
      }
      assertEventsAndTicks(kafka);
    }
  }

  @Test
  void whatDoesNotFitTheBufferIsCountedAndLeavesAHole() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
      TapConfig config =
          new TapConfig(kafka.bootstrapServers(), Topics.unprefixed(), "sfu", 1 << 20);
      Sender sender;
      try (KafkaTap tap = KafkaTap.start(config, clock, registry)) {
        tap.opened(MEETING);
        sender = new Sender(tap, 1);
        sender.send();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> tap.bufferedBytes() == 0);
        kafka.kill();
        for (int i = 0; i < 2_000; i++) {
          sender.send();
        }
        long fits = (1 << 20) / PACKET_BYTES;
        assertThat(sender.tap.dropped()).isEqualTo(2_000 - fits);
        assertThat(registry.counter("parley.tap.dropped").count())
            .isEqualTo((double) (2_000 - fits));
        kafka.restart();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> tap.bufferedBytes() == 0);
        sender.send();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> tap.bufferedBytes() == 0);
      }
      List<Long> sequences = sequencesOf(kafka, sender.trackId);
      assertThat(sequences).hasSize((int) (2_002 - sender.tap.dropped())).isSorted();
      assertThat(sequences.get(sequences.size() - 1)).isEqualTo(2_001L);
    }
  }

  private void assertEventsAndTicks(EmbeddedKafka kafka) throws Exception {
    Set<Integer> ticked = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record :
        LogReader.read(kafka, Topics.unprefixed().rtp().name())) {
      if (RtpRecordCodec.decode(header(record), record.value()) instanceof RtpRecord.Tick) {
        ticked.add(record.partition());
      }
    }
    assertThat(ticked).hasSize(Topics.unprefixed().rtp().partitions());
    List<Class<?>> events = new ArrayList<>();
    Set<Integer> eventTicks = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record :
        LogReader.read(kafka, Topics.unprefixed().meetingEvents().name())) {
      MeetingLogEntry entry = MeetingEventCodec.decode(record.value());
      if (entry instanceof MeetingLogEntry.Event event) {
        events.add(event.event().getClass());
      } else {
        eventTicks.add(record.partition());
      }
    }
    assertThat(events)
        .containsExactly(MeetingEvent.MeetingStarted.class, MeetingEvent.MeetingEnded.class);
    assertThat(eventTicks).hasSize(Topics.unprefixed().meetingEvents().partitions());
  }

  private static void awaitSent(List<Sender> senders, int packets) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> senders.stream().allMatch(sender -> sender.sent.get() >= packets));
  }

  private static byte[] header(ConsumerRecord<byte[], byte[]> record) {
    return record.headers().lastHeader(Topics.RTP_HEADER).value();
  }

  private static List<Long> sequencesOf(EmbeddedKafka kafka, String trackId) throws Exception {
    List<Long> sequences = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        LogReader.read(kafka, Topics.unprefixed().rtp().name())) {
      if (RtpRecordCodec.decode(header(record), record.value()) instanceof RtpRecord.Packet packet
          && packet.track().trackId().value().equals(trackId)) {
        assertThat(new String(record.key(), java.nio.charset.StandardCharsets.UTF_8))
            .isEqualTo(trackId);
        assertThat(RtpPacket.of(packet.packet()).sequenceNumber())
            .isEqualTo((int) (packet.tapSequence() & 0xffff));
        assertThat(record.timestamp()).isEqualTo(packet.arrivalEpochMicros() / 1_000);
        sequences.add(packet.tapSequence());
      }
    }
    return sequences;
  }

  private final class Sender {
    final String trackId;
    final MeetingLog.Tap tap;
    final AtomicInteger sent = new AtomicInteger();

    Sender(KafkaTap log, int number) {
      trackId = "ada.camera." + number;
      tap =
          log.tap(
              new TrackDescription(
                  MEETING,
                  new ParticipantId("ada"),
                  new TrackId(trackId),
                  MediaSource.CAMERA,
                  MediaCodec.VP8,
                  96,
                  90_000,
                  0,
                  "",
                  0),
              clock.epochMicros());
    }

    void send() {
      int number = sent.get();
      byte[] packet = new byte[PACKET_BYTES];
      new RtpWriter(packet)
          .begin(0, false, 96, number, number * 450L, 7)
          .payload(new byte[PACKET_BYTES - 12], 0, PACKET_BYTES - 12)
          .end();
      tap.packet(
          new UpPacket(
              RtpPacket.of(packet),
              clock.epochMicros(),
              clock.monotonicMicros(),
              0,
              number,
              number * 450L,
              number == 0));
      sent.incrementAndGet();
    }
  }
}
