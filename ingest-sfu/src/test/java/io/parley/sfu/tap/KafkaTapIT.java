package io.parley.sfu.tap;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.sfu.loop.MicroClock;
import io.parley.sfu.room.MeetingLog;
import io.parley.sfu.track.UpPacket;
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
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tap with a full buffer, against a real broker that is not there. */
class KafkaTapIT {
  private static final MeetingId MEETING = new MeetingId("m1");
  private static final String TRACK = "ada.camera.1";

  @TempDir Path directory;

  private final MicroClock clock = MicroClock.system();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TrackDescription description =
      new TrackDescription(
          MEETING,
          new ParticipantId("ada"),
          new TrackId(TRACK),
          MediaSource.CAMERA,
          MediaCodec.VP8,
          96,
          90_000,
          0,
          "",
          0);

  @Test
  void whatDoesNotFitTheBufferIsCountedAndLeavesAHole() throws Exception {
    int bytes = 1_000;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
      try (KafkaTap tap = start(kafka, "sfu", 1 << 20)) {
        MeetingLog.Tap track = tap.tap(description, clock.epochMicros());
        send(track, 0, bytes);
        awaitWritten(tap);
        kafka.kill();
        for (int number = 1; number <= 2_000; number++) {
          send(track, number, bytes);
        }
        long fits = (1L << 20) / (bytes + TapRecord.OVERHEAD_BYTES);
        // What else waits, ticks first of all, may have taken the place of a few.
        assertThat(track.dropped()).isBetween(2_000 - fits, 2_000 - fits + 30);
        assertThat(registry.counter("parley.tap.dropped").count())
            .isEqualTo((double) track.dropped());
        kafka.restart();
        awaitWritten(tap);
        send(track, 2_001, bytes);
        awaitWritten(tap);
        List<Long> sequences = sequences(kafka);
        assertThat(sequences).hasSize((int) (2_002 - track.dropped())).isSorted();
        assertThat(sequences.get(sequences.size() - 1)).isEqualTo(2_001L);
      }
    }
  }

  /**
   * A broker that hangs: everything is with Kafka's client, which takes the most for it. Small
   * packets are the hard case, what is kept beside them weighs more than they do.
   */
  @Test
  void aFullBufferTakesNoMoreMemoryThanItSays() throws Exception {
    long limit = 48L << 20;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
      for (int bytes : List.of(80, 1_100)) {
        String sfu = "sfu-" + bytes;
        try (KafkaTap tap = start(kafka, sfu, limit)) {
          MeetingLog.Tap track = tap.tap(description, clock.epochMicros());
          send(track, 0, bytes);
          awaitWritten(tap);
          signal(kafka, "STOP");
          try {
            assertThat(heapWhenFull(track, sfu, limit, bytes)).isLessThan(limit + limit / 8);
          } finally {
            signal(kafka, "CONT");
          }
          awaitWritten(tap);
        }
      }
    }
  }

  private long heapWhenFull(MeetingLog.Tap track, String sfu, long limit, int bytes)
      throws Exception {
    long before = usedHeap();
    int sent = 1;
    while (track.dropped() == 0) {
      send(track, sent++, bytes);
    }
    // Header and key of each record are more than 50 bytes.
    long inBatches = (long) (sent - 2) * (bytes + 50);
    Awaitility.await("the packets with Kafka's client")
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(60))
        .until(() -> bytesInClient(sfu, limit) > inBatches);
    long grown = usedHeap() - before;
    System.out.printf(
        Locale.ROOT,
        "%d packets of %d bytes wait: %.2f of the buffer's size%n",
        sent,
        bytes,
        (double) grown / limit);
    return grown;
  }

  private static void signal(EmbeddedKafka kafka, String name) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(kafka.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  void whatComesAgainIsLetGoWhenTheBufferIsFullAndWhatHappensOnceIsNot() throws Exception {
    TapQueue queue = new TapQueue(1 << 20);
    TapRecord.Event report = TapRecord.Event.of(report());
    int taken = 0;
    while (queue.offerRepeated(report)) {
      taken++;
    }
    assertThat(queue.unacknowledgedBytes()).isGreaterThan(1 << 20).isLessThan(5 << 18);
    queue.offer(
        TapRecord.Event.of(
            new MeetingEvent.MeetingEnded(MEETING, 1, MeetingEvent.EndReason.HOST_ENDED)));
    for (; taken > 0; taken--) {
      TapRecord record = queue.take(0);
      assertThat(record).isSameAs(report);
      queue.done(report.bytes());
    }
    assertThat(queue.take(0)).isInstanceOf(TapRecord.Event.class).isNotSameAs(report);
  }

  private static MeetingEvent.QualityReport report() {
    return new MeetingEvent.QualityReport(MEETING, 1, new ParticipantId("ada"), 1, 0, 0, -1, 0, 0);
  }

  private KafkaTap start(EmbeddedKafka kafka, String sfu, long bufferBytes) {
    return KafkaTap.start(
        new TapConfig(kafka.bootstrapServers(), Topics.unprefixed(), sfu, bufferBytes),
        clock,
        registry);
  }

  private static void awaitWritten(KafkaTap tap) {
    Awaitility.await("everything written")
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(60))
        .until(() -> tap.bufferedBytes() == 0);
  }

  private static long bytesInClient(String sfu, long limit) throws Exception {
    ObjectName name =
        new ObjectName("kafka.producer:type=producer-metrics,client-id=parley-" + sfu);
    Object total =
        ManagementFactory.getPlatformMBeanServer().getAttribute(name, "buffer-total-bytes");
    Object free =
        ManagementFactory.getPlatformMBeanServer().getAttribute(name, "buffer-available-bytes");
    assertThat(((Number) total).longValue()).isGreaterThan(limit);
    return ((Number) total).longValue() - ((Number) free).longValue();
  }

  private static long usedHeap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private static List<Long> sequences(EmbeddedKafka kafka) throws Exception {
    List<Long> sequences = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        LogReader.read(kafka, Topics.unprefixed().rtp().name())) {
      byte[] header = record.headers().lastHeader(Topics.RTP_HEADER).value();
      if (RtpRecordCodec.decode(header, record.value()) instanceof RtpRecord.Packet packet) {
        sequences.add(packet.tapSequence());
      }
    }
    return sequences;
  }

  private void send(MeetingLog.Tap track, int number, int bytes) throws Exception {
    byte[] packet = new byte[bytes];
    new RtpWriter(packet)
        .begin(0, false, 96, number, number * 450L, 7)
        .payload(new byte[bytes - 12], 0, bytes - 12)
        .end();
    track.packet(
        new UpPacket(
            RtpPacket.of(packet),
            clock.epochMicros(),
            clock.monotonicMicros(),
            0,
            number,
            number * 450L,
            number == 0));
  }
}
