package io.parley.jobs.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.jobs.JobConfig;
import io.parley.storage.blob.BlobConfig;
import io.parley.storage.blob.BlobStore;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.MeetingPlan;
import io.parley.storage.catalogue.RecordingVisibility;
import io.parley.storage.codec.CaptionCodec;
import io.parley.storage.codec.FormatException;
import io.parley.storage.codec.RecordingEventCodec;
import io.parley.storage.codec.Topics;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RecordingEvent;
import io.parley.storage.contract.UserId;
import io.parley.storage.embedded.EmbeddedKafka;
import io.parley.storage.embedded.EmbeddedPostgresServer;
import io.parley.storage.embedded.EmbeddedS3;
import io.parley.transcription.DemonstrationModel;
import io.parley.transcription.RecogniserModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The real servers the jobs run between, and what one looks into afterwards. */
public final class TestBed implements AutoCloseable {
  private static final UserId HOST = new UserId("host");

  public final Path directory;
  public final EmbeddedKafka kafka;
  public final EmbeddedS3 s3;
  public final EmbeddedPostgresServer postgres;
  public final Catalogue catalogue;
  public final BlobStore objects;

  private TestBed(
      Path directory,
      EmbeddedKafka kafka,
      EmbeddedS3 s3,
      EmbeddedPostgresServer postgres,
      Catalogue catalogue,
      BlobStore objects) {
    this.directory = directory;
    this.kafka = kafka;
    this.s3 = s3;
    this.postgres = postgres;
    this.catalogue = catalogue;
    this.objects = objects;
  }

  public static TestBed start() throws IOException {
    Path directory =
        Files.createTempDirectory(Files.createDirectories(Path.of("target")), "bed")
            .toAbsolutePath();
    EmbeddedKafka kafka = EmbeddedKafka.launch(directory.resolve("kafka"), 0);
    EmbeddedS3 s3 = EmbeddedS3.start(directory.resolve("objects"), 0, "test", "test-secret");
    EmbeddedPostgresServer postgres =
        EmbeddedPostgresServer.start(directory.resolve("postgres"), 0);
    Catalogue catalogue =
        Catalogue.open(new JobConfig.Database(postgres.jdbcUrl(), postgres.user(), "").catalogue());
    catalogue.accounts().create(HOST, "host@example.org", "Host", "x", Instant.EPOCH);
    BlobStore objects = new BlobStore(objects(s3));
    objects.ensureBucket();
    kafka.awaitReady();
    return new TestBed(directory, kafka, s3, postgres, catalogue, objects);
  }

  private static BlobConfig objects(EmbeddedS3 s3) {
    return new BlobConfig(s3.endpoint(), "us-east-1", "parley", s3.accessKey(), s3.secretKey());
  }

  /** Where the objects are. */
  public BlobConfig blobConfig() {
    return objects(s3);
  }

  /** An installation of its own on the shared servers: topics, checkpoints, index. */
  public JobConfig installation(String name) throws Exception {
    LogFeeder.createTopics(kafka.bootstrapServers(), new Topics(name + "-"));
    RecogniserModel model = DemonstrationModel.recogniser().model();
    return JobConfig.parse(
        "--kafka", kafka.bootstrapServers(),
        "--topics.prefix", name + "-",
        "--objects.endpoint", s3.endpoint(),
        "--objects.bucket", "parley",
        "--objects.access-key", s3.accessKey(),
        "--objects.secret-key", s3.secretKey(),
        "--database.url", postgres.jdbcUrl(),
        "--database.user", postgres.user(),
        "--index.directory", directory.resolve(name + "-index").toString(),
        "--model.name", model.name(),
        "--model.language", model.language(),
        "--model.synthetic-voices-only", "true",
        "--model.directory", model.directory().toAbsolutePath().toString(),
        "--picture.width", "640",
        "--picture.height", "360",
        "--picture.frames-per-window", "64",
        "--picture.bit-rate", "400000",
        "--archive.windows", "2",
        "--zone", "UTC",
        "--checkpoints.directory", directory.resolve(name + "-checkpoints").toString(),
        "--checkpoints.millis", "500");
  }

  /** The same, with checkpoints of their own: without any yet, the log is read from its start. */
  public static JobConfig checkpointsIn(JobConfig config, String name) {
    List<String> arguments = new ArrayList<>(List.of(config.toArguments()));
    int at = arguments.indexOf("--checkpoints.directory") + 1;
    arguments.set(at, Path.of(arguments.get(at), name).toUri().toString());
    return JobConfig.parse(arguments.toArray(String[]::new));
  }

  /** Lets the catalogue know of a meeting, as playback-web does when somebody plans it. */
  public void plan(MeetingId meeting) {
    catalogue
        .meetings()
        .create(
            meeting,
            HOST,
            new MeetingPlan("Test", null, null, true, true, RecordingVisibility.PARTICIPANTS),
            "code-" + meeting.value(),
            Instant.EPOCH);
  }

  public LogFeeder feeder(JobConfig config) {
    return new LogFeeder(kafka.bootstrapServers(), config.topics());
  }

  /** What stands in the topic now; garbage a test put there is passed over. */
  public List<Caption> captions(JobConfig config) {
    return read(config.topics().captions().name(), CaptionCodec::decode);
  }

  /** What stands in the topic now; garbage a test put there is passed over. */
  public List<RecordingEvent> recordings(JobConfig config) {
    return read(config.topics().recordings().name(), RecordingEventCodec::decode);
  }

  private interface Decoder<T> {
    T decode(byte[] value) throws FormatException;
  }

  private <T> List<T> read(String topic, Decoder<T> decoder) {
    List<T> read = new ArrayList<>();
    try (LogTail tail = new LogTail(kafka.bootstrapServers(), topic)) {
      for (byte[] value : tail.read()) {
        try {
          read.add(decoder.decode(value));
        } catch (FormatException e) {
          assertThat(value).isEqualTo(LogFeeder.GARBAGE);
        }
      }
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    objects.close();
    catalogue.close();
    postgres.close();
    s3.close();
    kafka.close();
  }
}
