package io.parley.web;

import io.parley.storage.blob.BlobConfig;
import io.parley.storage.blob.BlobStore;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.CatalogueConfig;
import io.parley.storage.codec.CaptionCodec;
import io.parley.storage.codec.FormatException;
import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.codec.MeetingLogEntry;
import io.parley.storage.codec.RecordingEventCodec;
import io.parley.storage.codec.RtpRecordCodec;
import io.parley.storage.codec.Topics;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RecordingEvent;
import io.parley.storage.contract.RtpRecord;
import io.parley.storage.embedded.EmbeddedKafka;
import io.parley.storage.embedded.EmbeddedPostgresServer;
import io.parley.storage.embedded.EmbeddedS3;
import io.parley.storage.embedded.FreePort;
import io.parley.storage.search.LuceneTranscriptIndex;
import io.parley.storage.search.TranscriptIndex;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A web server on real PostgreSQL, S3 and Kafka servers, and the hands of the others: what the SFU
 * and the jobs would write to the log and the stores.
 */
public final class WebBed implements AutoCloseable {
  private static final WebConfig.Listen ANYWHERE = new WebConfig.Listen("127.0.0.1", 0, null, null);
  static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Path dir;
  private final EmbeddedPostgresServer postgres;
  private final EmbeddedS3 s3;
  private final EmbeddedKafka kafka;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Topics topics = Topics.unprefixed();
  public final Catalogue catalogue;
  public final BlobStore blobs;
  public final TranscriptIndex.Writer index;
  public final WebServer web;

  public WebBed() throws Exception {
    dir = Files.createTempDirectory("web-bed");
    open.push(this::deleteFiles);
    postgres = opened(EmbeddedPostgresServer.start(dir.resolve("pg"), FreePort.next()));
    s3 = opened(EmbeddedS3.start(dir.resolve("s3"), 0, "access", "secret-secret"));
    kafka = opened(EmbeddedKafka.start(dir.resolve("kafka"), 0));
    createTopics();
    producer =
        opened(
            new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    catalogue = opened(Catalogue.open(catalogueConfig()));
    blobs = opened(new BlobStore(blobConfig()));
    index = opened(LuceneTranscriptIndex.openWriter(dir.resolve("index")));
    web = startAnother("bed", WebConfig.Rules.defaults(), null);
  }

  /** One more web server on the same ground, such as one with other rules. */
  public WebServer startAnother(String readerId, WebConfig.Rules rules, URI sfu) throws Exception {
    return opened(
        WebServer.start(config(readerId, ANYWHERE, WebConfig.Trust.defaults(), rules, sfu)));
  }

  /** One more web server that trusts others. */
  public WebServer startTrusting(String readerId, WebConfig.Trust trust) throws Exception {
    return opened(
        WebServer.start(config(readerId, ANYWHERE, trust, WebConfig.Rules.defaults(), null)));
  }

  /** One more web server that listens elsewhere. */
  public WebServer startAt(String readerId, WebConfig.Listen listen) throws Exception {
    return opened(
        WebServer.start(
            config(
                readerId, listen, WebConfig.Trust.defaults(), WebConfig.Rules.defaults(), null)));
  }

  private WebConfig config(
      String readerId,
      WebConfig.Listen listen,
      WebConfig.Trust trust,
      WebConfig.Rules rules,
      URI sfu) {
    return new WebConfig(
        listen,
        trust,
        catalogueConfig(),
        blobConfig(),
        new WebConfig.Log(kafka.bootstrapServers(), "", readerId),
        dir.resolve("index"),
        new WebConfig.Sfu(URI.create("ws://127.0.0.1:9/v1/signal"), sfu, SECRET),
        new WebConfig.Recogniser("demonstration", true),
        rules,
        null);
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + web.port());
  }

  public Browser browser() {
    return new Browser(base());
  }

  public EmbeddedKafka kafka() {
    return kafka;
  }

  public void emit(MeetingEvent event) throws Exception {
    write(
        topics.meetingEvents().name(),
        event.meetingId(),
        event.atEpochMicros() / 1_000,
        MeetingEventCodec.encode(event));
  }

  public void tick(long atEpochMicros) throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                topics.meetingEvents().name(),
                0,
                atEpochMicros / 1_000,
                null,
                MeetingEventCodec.encodeTick(new RtpRecord.Tick("sfu-1", atEpochMicros))))
        .get();
  }

  /** When this SFU ticked, by partition of {@code rtp} and {@code meeting-events}. */
  public Collection<List<Long>> ticks(String sfuId) throws FormatException {
    Map<TopicPartition, List<Long>> ticks = new LinkedHashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      for (Topics.Topic topic : List.of(topics.rtp(), topics.meetingEvents())) {
        for (int p = 0; p < topic.partitions(); p++) {
          ticks.put(new TopicPartition(topic.name(), p), new ArrayList<>());
        }
      }
      consumer.assign(ticks.keySet());
      consumer.seekToBeginning(ticks.keySet());
      Map<TopicPartition, Long> ends = consumer.endOffsets(ticks.keySet());
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> read : consumer.poll(Duration.ofMillis(100))) {
          RtpRecord.Tick tick = tick(read);
          if (tick != null && tick.sfuId().equals(sfuId)) {
            ticks
                .get(new TopicPartition(read.topic(), read.partition()))
                .add(tick.arrivalEpochMicros());
          }
        }
      }
    }
    return ticks.values();
  }

  private RtpRecord.Tick tick(ConsumerRecord<byte[], byte[]> read) throws FormatException {
    if (read.key() != null) {
      return null;
    }
    if (read.topic().equals(topics.rtp().name())) {
      byte[] header = read.headers().lastHeader(Topics.RTP_HEADER).value();
      return (RtpRecord.Tick) RtpRecordCodec.decode(header, read.value());
    }
    return ((MeetingLogEntry.Tick) MeetingEventCodec.decode(read.value())).tick();
  }

  public void emit(Caption caption) throws Exception {
    write(topics.captions().name(), caption.meetingId(), null, CaptionCodec.encode(caption));
  }

  public void emit(RecordingEvent event) throws Exception {
    write(topics.recordings().name(), event.meetingId(), null, RecordingEventCodec.encode(event));
  }

  /** A record that nobody can read. */
  public void emitRubbish() throws Exception {
    write(
        topics.meetingEvents().name(),
        new MeetingId("m-rubbish"),
        null,
        "{\"v\":".getBytes(StandardCharsets.UTF_8));
  }

  private void write(String topic, MeetingId meeting, Long timestamp, byte[] value)
      throws Exception {
    byte[] key = meeting.value().getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(topic, null, timestamp, key, value)).get();
  }

  private CatalogueConfig catalogueConfig() {
    return new CatalogueConfig(postgres.jdbcUrl(), postgres.user(), "", 8);
  }

  private BlobConfig blobConfig() {
    return new BlobConfig(s3.endpoint(), "us-east-1", "parley", "access", "secret-secret");
  }

  private void createTopics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      List<NewTopic> all =
          topics.all().stream()
              .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1))
              .toList();
      admin.createTopics(all).all().get();
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  private void deleteFiles() throws Exception {
    try (var files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IOException("a server did not close", e);
      }
    }
  }

  /** Longest wait for something that must happen. */
  static final Duration SOON = Duration.ofSeconds(20);
}
