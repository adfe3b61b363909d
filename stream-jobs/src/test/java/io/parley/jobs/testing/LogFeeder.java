package io.parley.jobs.testing;

import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.codec.RtpRecordCodec;
import io.parley.storage.codec.Topics;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.RtpRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes a meeting into Kafka as the SFU does: by arrival, with ticks in every partition. */
public final class LogFeeder implements AutoCloseable {
  static final byte[] GARBAGE = {1, 2, 3};

  private final Topics topics;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failed = new AtomicReference<>();

  public LogFeeder(String bootstrapServers, Topics topics) {
    this.topics = topics;
    producer =
        new KafkaProducer<>(
            // One request at a time, as the SFU: batches must not overtake while partitions are
            // new.
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "acks", "all",
                "linger.ms", "5",
                "max.in.flight.requests.per.connection", "1"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  public static void createTopics(String bootstrapServers, Topics topics)
      throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      List<NewTopic> all =
          topics.all().stream()
              .map(t -> new NewTopic(t.name(), t.partitions(), (short) 1).configs(t.config()))
              .collect(Collectors.toList());
      admin.createTopics(all).all().get();
    }
  }

  private record Due(long epochMicros, Runnable write) {}

  /** All of the meeting and {@code afterMicros} of ticks behind its end. */
  public void feed(TestMeeting meeting, long afterMicros) {
    feed(meeting, 0, meeting.endMicros() + afterMicros);
  }

  /** What arrived from one moment of the meeting clock to before another. */
  public void feed(TestMeeting meeting, long fromMicros, long toMicros) {
    List<Due> due = new ArrayList<>();
    for (RtpRecord.Packet packet : meeting.packets()) {
      due.add(new Due(packet.arrivalEpochMicros(), () -> send(packet)));
    }
    for (MeetingEvent event : meeting.events()) {
      due.add(new Due(event.atEpochMicros(), () -> send(event)));
    }
    long start = meeting.startEpochMicros();
    for (long at = fromMicros; at < toMicros; at += RtpRecord.Tick.PERIOD_MICROS) {
      RtpRecord.Tick tick = new RtpRecord.Tick("sfu", start + at);
      due.add(new Due(tick.arrivalEpochMicros(), () -> send(tick)));
    }
    due.stream()
        .filter(d -> d.epochMicros() >= start + fromMicros && d.epochMicros() < start + toMicros)
        .sorted(Comparator.comparingLong(Due::epochMicros))
        .forEach(d -> d.write().run());
    flush();
  }

  public void send(RtpRecord.Packet packet) {
    byte[] key = packet.track().trackId().value().getBytes(StandardCharsets.UTF_8);
    send(topics.rtp().name(), null, key, packet);
  }

  public void send(MeetingEvent event) {
    byte[] key = event.meetingId().value().getBytes(StandardCharsets.UTF_8);
    send(
        new ProducerRecord<>(
            topics.meetingEvents().name(),
            null,
            event.atEpochMicros() / 1_000,
            key,
            MeetingEventCodec.encode(event)));
  }

  /** To every partition of both timed topics. */
  public void send(RtpRecord.Tick tick) {
    for (int p = 0; p < topics.rtp().partitions(); p++) {
      send(topics.rtp().name(), p, null, tick);
    }
    for (int p = 0; p < topics.meetingEvents().partitions(); p++) {
      long millis = tick.arrivalEpochMicros() / 1_000;
      byte[] value = MeetingEventCodec.encodeTick(tick);
      send(new ProducerRecord<>(topics.meetingEvents().name(), p, millis, null, value));
    }
  }

  /** Something that no topic holds, into all of them. */
  public void sendGarbage() {
    byte[] value = GARBAGE;
    send(new ProducerRecord<>(topics.rtp().name(), 0, null, value));
    send(new ProducerRecord<>(topics.meetingEvents().name(), 0, null, value));
    send(new ProducerRecord<>(topics.captions().name(), 0, null, value));
    send(new ProducerRecord<>(topics.recordings().name(), 0, null, value));
    flush();
  }

  private void send(String topic, Integer partition, byte[] key, RtpRecord rtp) {
    ProducerRecord<byte[], byte[]> kafka =
        new ProducerRecord<>(
            topic,
            partition,
            rtp.arrivalEpochMicros() / 1_000,
            key,
            RtpRecordCodec.encodeValue(rtp));
    kafka.headers().add(Topics.RTP_HEADER, RtpRecordCodec.encodeHeader(rtp));
    send(kafka);
  }

  private void send(ProducerRecord<byte[], byte[]> kafka) {
    producer.send(
        kafka,
        (written, failure) -> {
          if (failure != null) {
            failed.set(failure);
          }
        });
  }

  private void flush() {
    producer.flush();
    Exception failure = failed.get();
    if (failure != null) {
      throw new IllegalStateException("the log did not take all", failure);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
