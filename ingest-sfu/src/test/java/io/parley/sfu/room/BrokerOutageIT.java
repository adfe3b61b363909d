package io.parley.sfu.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.parley.sfu.loop.EventLoop;
import io.parley.sfu.loop.MicroClock;
import io.parley.sfu.loop.NettyLoop;
import io.parley.sfu.tap.KafkaTap;
import io.parley.sfu.tap.LogReader;
import io.parley.sfu.tap.TapConfig;
import io.parley.storage.codec.FormatException;
import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.codec.MeetingLogEntry;
import io.parley.storage.codec.RtpRecordCodec;
import io.parley.storage.codec.Topics;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.RtpRecord;
import io.parley.storage.embedded.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker is killed under two meetings and stays away for half a minute: one SFU has the buffer
 * of the house and writes everything, the other one for some seconds only and tells what it had to
 * drop. The half minute is one by the clock: it is the Kafka client that has to bear it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerOutageIT {
  private static final int OUTAGE_SECONDS = 30;
  private static final long NARROW_BYTES = 8 << 20;
  private static final Topics TOPICS = Topics.unprefixed();

  private final MicroClock clock = MicroClock.system();
  private final SimpleMeterRegistry roomyMeters = new SimpleMeterRegistry();
  private final SimpleMeterRegistry narrowMeters = new SimpleMeterRegistry();
  private final AtomicLong mostBuffered = new AtomicLong();
  private final Map<String, List<RtpRecord.Packet>> packets = new TreeMap<>();
  private final Set<Integer> ticked = new HashSet<>();
  private final List<MeetingEvent> events = new ArrayList<>();
  private final Set<Integer> eventsTicked = new HashSet<>();
  private Map<String, Long> sentByRoomy = Map.of();
  private Map<String, Long> sentByNarrow = Map.of();
  private Map<String, Long> narrowBefore = Map.of();
  private Map<String, Long> narrowAfter = Map.of();
  private long killedEpochMicros;
  private long backEpochMicros;

  @BeforeAll
  void hold(@TempDir Path directory) throws Exception {
    DefaultEventExecutor thread = new DefaultEventExecutor();
    EventLoop loop = new NettyLoop(thread, clock);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
      String servers = kafka.bootstrapServers();
      TapConfig narrowConfig = new TapConfig(servers, TOPICS, "sfu-2", NARROW_BYTES);
      try (KafkaTap roomy = KafkaTap.start(TapConfig.of(servers), clock, roomyMeters);
          KafkaTap narrow = KafkaTap.start(narrowConfig, clock, narrowMeters)) {
        outage(kafka, loop, roomy, narrow);
      }
      readLog(kafka);
      tell();
    } finally {
      thread.shutdownGracefully();
    }
  }

  private void outage(EmbeddedKafka kafka, EventLoop loop, KafkaTap roomy, KafkaTap narrow)
      throws Exception {
    BusyMeeting kept = BusyMeeting.begin("kept", loop, roomy);
    BusyMeeting cut = BusyMeeting.begin("cut", loop, narrow);
    loop.every(20_000, () -> mostBuffered.accumulateAndGet(narrow.bufferedBytes(), Math::max));
    await("packets in the log")
        .until(
            () ->
                written(roomyMeters) > BusyMeeting.PACKETS_PER_SECOND
                    && written(narrowMeters) > BusyMeeting.PACKETS_PER_SECOND);
    narrowBefore = cut.sentByTrack();
    await("what was sent until now in the log").until(() -> narrow.bufferedBytes() < 100_000);
    kafka.kill();
    killedEpochMicros = clock.epochMicros();
    long before = kept.sent();
    await("half a minute of packets")
        .until(() -> kept.sent() - before >= OUTAGE_SECONDS * BusyMeeting.PACKETS_PER_SECOND);
    kafka.restart();
    backEpochMicros = clock.epochMicros();
    await("the backlog of one written").until(() -> narrow.bufferedBytes() < NARROW_BYTES / 4);
    narrowAfter = cut.sentByTrack();
    await("the backlog of the other written").until(() -> roomy.bufferedBytes() < NARROW_BYTES / 4);
    kept.end();
    cut.end();
    sentByRoomy = kept.sentByTrack();
    sentByNarrow = cut.sentByTrack();
    await("everything written")
        .until(() -> roomy.bufferedBytes() == 0 && narrow.bufferedBytes() == 0);
  }

  private static org.awaitility.core.ConditionFactory await(String what) {
    return Awaitility.await(what)
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(90));
  }

  private static double written(SimpleMeterRegistry meters) {
    return meters.counter("parley.tap.written").count();
  }

  private void readLog(EmbeddedKafka kafka) throws FormatException {
    for (ConsumerRecord<byte[], byte[]> record : LogReader.read(kafka, TOPICS.rtp().name())) {
      byte[] header = record.headers().lastHeader(Topics.RTP_HEADER).value();
      if (RtpRecordCodec.decode(header, record.value()) instanceof RtpRecord.Packet packet) {
        String track = packet.track().trackId().value();
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(track);
        assertThat(record.timestamp()).isEqualTo(packet.arrivalEpochMicros() / 1_000);
        packets.computeIfAbsent(track, key -> new ArrayList<>()).add(packet);
      } else {
        ticked.add(record.partition());
      }
    }
    for (ConsumerRecord<byte[], byte[]> record :
        LogReader.read(kafka, TOPICS.meetingEvents().name())) {
      if (MeetingEventCodec.decode(record.value()) instanceof MeetingLogEntry.Event event) {
        events.add(event.event());
      } else {
        eventsTicked.add(record.partition());
      }
    }
  }

  private void tell() {
    System.out.printf(
        Locale.ROOT,
        "away for %.1f s; %d packets kept of %d, %.0f dropped of %d with %d bytes at most%n",
        (backEpochMicros - killedEpochMicros) / 1e6,
        sentByRoomy.keySet().stream().mapToLong(track -> packets.get(track).size()).sum(),
        sum(sentByRoomy),
        narrowMeters.counter("parley.tap.dropped").count(),
        sum(sentByNarrow),
        mostBuffered.get());
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private List<Long> sequences(String track) {
    return packets.get(track).stream().map(RtpRecord.Packet::tapSequence).toList();
  }

  @Test
  void everyPacketIsInTheLogOnceAndInOrder() throws Exception {
    assertThat(sentByRoomy).hasSize(2 * BusyMeeting.PEOPLE);
    for (Map.Entry<String, Long> track : sentByRoomy.entrySet()) {
      assertThat(sequences(track.getKey()))
          .as(track.getKey())
          .isEqualTo(LongStream.range(0, track.getValue()).boxed().toList());
      long number = 0;
      for (RtpRecord.Packet packet : packets.get(track.getKey())) {
        assertThat(RtpPacket.of(packet.packet()).sequenceNumber())
            .isEqualTo((int) (number++ & 0xffff));
      }
    }
    assertThat(roomyMeters.counter("parley.tap.dropped").count()).isZero();
    assertThat(roomyMeters.counter("parley.tap.failed").count()).isZero();
    assertThat(lastReports("kept").values())
        .hasSize(BusyMeeting.PEOPLE)
        .allSatisfy(report -> assertThat(report.packetsDroppedByTap()).isZero());
  }

  @Test
  void theBrokerWasAwayForAsLongAndPacketsCameAsFastAsTheTestSays() {
    assertThat(backEpochMicros - killedEpochMicros).isGreaterThan(OUTAGE_SECONDS * 1_000_000L);
    long meanwhile =
        sentByRoomy.keySet().stream()
            .flatMap(track -> packets.get(track).stream())
            .filter(packet -> packet.arrivalEpochMicros() > killedEpochMicros)
            .filter(packet -> packet.arrivalEpochMicros() < backEpochMicros)
            .count();
    assertThat(meanwhile).isGreaterThan(OUTAGE_SECONDS * 1_500L);
  }

  @Test
  void whatDoesNotFitIsDroppedAndCountedAndTold() {
    double dropped = narrowMeters.counter("parley.tap.dropped").count();
    assertThat(dropped).isGreaterThan(OUTAGE_SECONDS / 2.0 * BusyMeeting.PACKETS_PER_SECOND);
    Map<String, Long> missingByPerson = new HashMap<>();
    for (Map.Entry<String, Long> track : sentByNarrow.entrySet()) {
      List<Long> there = sequences(track.getKey());
      assertThat(new HashSet<>(there)).as("none twice").hasSameSizeAs(there);
      assertThat(there)
          .isSorted()
          .containsAll(LongStream.range(0, narrowBefore.get(track.getKey())).boxed().toList())
          .containsAll(
              LongStream.range(narrowAfter.get(track.getKey()), track.getValue()).boxed().toList());
      String person = packets.get(track.getKey()).get(0).track().participantId().value();
      missingByPerson.merge(person, track.getValue() - there.size(), Long::sum);
    }
    assertThat(sum(missingByPerson)).isEqualTo((long) dropped);
    Map<String, Long> told = new HashMap<>();
    lastReports("cut").forEach((who, report) -> told.put(who, report.packetsDroppedByTap()));
    assertThat(told).isEqualTo(missingByPerson);
    assertThat(narrowMeters.counter("parley.tap.failed").count()).isZero();
  }

  @Test
  void whatWaitsStaysWithinItsBound() {
    assertThat(mostBuffered.get())
        .isGreaterThan(NARROW_BYTES * 9 / 10)
        .isLessThan(NARROW_BYTES + NARROW_BYTES / 8 + 64 * 1_024);
    assertThat(roomyMeters.get("parley.tap.buffered.bytes").gauge().value()).isZero();
  }

  @Test
  void whatHappenedIsInTheLogAndTimePasses() {
    for (String meeting : List.of("kept", "cut")) {
      List<MeetingEvent> own =
          events.stream().filter(event -> event.meetingId().value().equals(meeting)).toList();
      assertThat(own).first().isInstanceOf(MeetingEvent.MeetingStarted.class);
      assertThat(own).last().isInstanceOf(MeetingEvent.MeetingEnded.class);
      assertThat(own).filteredOn(MeetingEvent.TrackPublished.class::isInstance).hasSize(8);
      assertThat(own).filteredOn(MeetingEvent.ParticipantLeft.class::isInstance).hasSize(4);
    }
    assertThat(ticked).hasSize(TOPICS.rtp().partitions());
    assertThat(eventsTicked).hasSize(TOPICS.meetingEvents().partitions());
  }

  private Map<String, MeetingEvent.QualityReport> lastReports(String meeting) {
    Map<String, MeetingEvent.QualityReport> last = new TreeMap<>();
    for (MeetingEvent event : events) {
      if (event instanceof MeetingEvent.QualityReport report
          && report.meetingId().value().equals(meeting)) {
        last.put(report.participantId().value(), report);
      }
    }
    return last;
  }
}
