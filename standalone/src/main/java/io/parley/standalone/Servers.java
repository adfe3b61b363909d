package io.parley.standalone;

import io.parley.storage.blob.BlobConfig;
import io.parley.storage.catalogue.CatalogueConfig;
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

  /**
   * Starts what is to be embedded, all at once, and waits until every server answers. A failure
   * stops what had been started, and the executor with it.
   */
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
      Futures.abandon(executor);
      closeAll(embedded);
      throw e;
    }
  }

  /** Those of a running {@code up}, at the configured ports, or the configured ones. */
  static Servers alreadyUp(Settings settings, DataDirectory data) throws StartupException {
    return new Servers(
        new ArrayDeque<>(),
        bootstrapServers(settings),
        objects(settings, data, "http://127.0.0.1:" + settings.port("s3.port")),
        database(
            settings,
            "jdbc:postgresql://localhost:" + settings.port("database.port") + "/postgres"));
  }

  /** Where the broker is, or will be. */
  static String bootstrapServers(Settings settings) throws StartupException {
    Optional<String> external = settings.text("kafka.bootstrap-servers");
    return external.isPresent() ? external.get() : "127.0.0.1:" + settings.port("kafka.port");
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
    BrokerProcess kafka =
        progress.step(
            "Kafka broker",
            () -> BrokerProcess.start(data.resolve("kafka"), settings.port("kafka.port")));
    remember(embedded, kafka);
    return kafka.bootstrapServers();
  }

  private static BlobConfig s3(
      Settings settings, DataDirectory data, Progress progress, Deque<AutoCloseable> embedded)
      throws StartupException {
    if (settings.text("s3.endpoint").isPresent()) {
      return objects(settings, data, "");
    }
    BlobConfig keys = objects(settings, data, "");
    EmbeddedS3 s3 =
        progress.step(
            "object store",
            () ->
                EmbeddedS3.start(
                    data.resolve("objects"),
                    settings.port("s3.port"),
                    keys.accessKey(),
                    keys.secretKey()));
    remember(embedded, s3);
    return objects(settings, data, s3.endpoint());
  }

  private static BlobConfig objects(Settings settings, DataDirectory data, String embeddedEndpoint)
      throws StartupException {
    Optional<String> external = settings.text("s3.endpoint");
    Optional<String> secretKey = settings.text("s3.secret-key");
    return new BlobConfig(
        external.orElse(embeddedEndpoint),
        settings.values().getString("s3.region"),
        settings.values().getString("s3.bucket"),
        settings.text("s3.access-key").orElse(EMBEDDED_ACCESS_KEY),
        secretKey.isPresent() || external.isPresent() ? secretKey.orElse("") : data.secret("s3"));
  }

  private static CatalogueConfig postgres(
      Settings settings, DataDirectory data, Progress progress, Deque<AutoCloseable> embedded)
      throws StartupException {
    if (settings.text("database.jdbc-url").isPresent()) {
      return database(settings, "");
    }
    EmbeddedPostgresServer server =
        progress.step(
            "PostgreSQL",
            () ->
                EmbeddedPostgresServer.start(
                    data.resolve("postgres"), settings.port("database.port")));
    remember(embedded, server);
    return database(settings, server.jdbcUrl());
  }

  private static CatalogueConfig database(Settings settings, String embeddedUrl) {
    return new CatalogueConfig(
        settings.text("database.jdbc-url").orElse(embeddedUrl),
        settings.values().getString("database.user"),
        settings.values().getString("database.password"),
        settings.values().getInt("database.pool-size"));
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
