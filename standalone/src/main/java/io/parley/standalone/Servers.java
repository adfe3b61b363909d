package io.parley.standalone;

import io.parley.storage.blob.BlobConfig;
import io.parley.storage.catalogue.CatalogueConfig;
import io.parley.storage.embedded.EmbeddedKafka;
import io.parley.storage.embedded.EmbeddedPostgresServer;
import io.parley.storage.embedded.EmbeddedS3;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * The broker, the object store and the database: the embedded ones where no address is configured,
 * else the ones that are.
 */
final class Servers implements AutoCloseable {
  private static final String EMBEDDED_ACCESS_KEY = "parley";

  private final Deque<AutoCloseable> embedded = new ArrayDeque<>();
  private final String bootstrapServers;
  private final BlobConfig objects;
  private final CatalogueConfig database;

  private Servers(
      Deque<AutoCloseable> embedded,
      String bootstrapServers,
      BlobConfig objects,
      CatalogueConfig database) {
    this.embedded.addAll(embedded);
    this.bootstrapServers = bootstrapServers;
    this.objects = objects;
    this.database = database;
  }

  /** Starts what is to be embedded, all at once, and waits until every server answers. */
  static Servers start(
      Settings settings, DataDirectory data, Progress progress, ExecutorService executor)
      throws StartupException, InterruptedException {
    Deque<AutoCloseable> embedded = new ArrayDeque<>();
    Future<String> kafka = executor.submit(() -> kafka(settings, data, progress, embedded));
    Future<CatalogueConfig> postgres =
        executor.submit(() -> postgres(settings, data, progress, embedded));
    Future<BlobConfig> s3 = executor.submit(() -> s3(settings, data, progress, embedded));
    try {
      return new Servers(
          embedded, Futures.result(kafka), Futures.result(s3), Futures.result(postgres));
    } catch (StartupException | InterruptedException e) {
      closeAll(embedded);
      throw e;
    }
  }

  /** Of Kafka, as its clients take it. */
  String bootstrapServers() {
    return bootstrapServers;
  }

  BlobConfig objects() {
    return objects;
  }

  CatalogueConfig database() {
    return database;
  }

  @Override
  public void close() {
    closeAll(embedded);
  }

  private static String kafka(
      Settings settings, DataDirectory data, Progress progress, Deque<AutoCloseable> embedded)
      throws StartupException {
    Optional<String> external = settings.text("kafka.bootstrap-servers");
    if (external.isPresent()) {
      return external.get();
    }
    EmbeddedKafka kafka =
        progress.step(
            "Kafka broker",
            () -> EmbeddedKafka.start(data.resolve("kafka"), settings.port("kafka.port")));
    remember(embedded, kafka);
    return kafka.bootstrapServers();
  }

  private static BlobConfig s3(
      Settings settings, DataDirectory data, Progress progress, Deque<AutoCloseable> embedded)
      throws StartupException {
    String region = settings.values().getString("s3.region");
    String bucket = settings.values().getString("s3.bucket");
    String accessKey = settings.text("s3.access-key").orElse(EMBEDDED_ACCESS_KEY);
    Optional<String> external = settings.text("s3.endpoint");
    if (external.isPresent()) {
      return new BlobConfig(
          external.get(), region, bucket, accessKey, settings.values().getString("s3.secret-key"));
    }
    String secretKey = settings.text("s3.secret-key").orElse(data.secret("s3"));
    EmbeddedS3 s3 =
        progress.step(
            "object store",
            () ->
                EmbeddedS3.start(
                    data.resolve("objects"), settings.port("s3.port"), accessKey, secretKey));
    remember(embedded, s3);
    return new BlobConfig(s3.endpoint(), region, bucket, accessKey, secretKey);
  }

  private static CatalogueConfig postgres(
      Settings settings, DataDirectory data, Progress progress, Deque<AutoCloseable> embedded)
      throws StartupException {
    int poolSize = settings.values().getInt("database.pool-size");
    Optional<String> external = settings.text("database.jdbc-url");
    if (external.isPresent()) {
      return new CatalogueConfig(
          external.get(),
          settings.values().getString("database.user"),
          settings.values().getString("database.password"),
          poolSize);
    }
    EmbeddedPostgresServer server =
        progress.step(
            "PostgreSQL",
            () ->
                EmbeddedPostgresServer.start(
                    data.resolve("postgres"), settings.port("database.port")));
    remember(embedded, server);
    return new CatalogueConfig(server.jdbcUrl(), server.user(), "", poolSize);
  }

  private static void remember(Deque<AutoCloseable> embedded, AutoCloseable server) {
    synchronized (embedded) {
      embedded.push(server);
    }
  }

  private static void closeAll(Deque<AutoCloseable> embedded) {
    synchronized (embedded) {
      Closing.all(embedded);
      embedded.clear();
    }
  }
}
