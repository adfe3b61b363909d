package io.parley.storage.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * A single Apache Kafka broker and controller (KRaft) in a JVM of its own, on the loopback
 * interface.
 *
 * <pre>
 * dataDir/
 *   cluster.id          made once
 *   server.properties   written at every start
 *   log/                Kafka's log.dirs
 *   broker.log          what the process printed
 * </pre>
 *
 * Not thread-safe; one owner starts, kills and closes it.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final int READY_SECONDS = 60;

  private final Path dataDir;
  private final int port;
  private final int controllerPort;
  private ChildJvm process;

  private EmbeddedKafka(Path dataDir, int port, int controllerPort) throws IOException {
    this.dataDir = dataDir;
    this.port = port;
    this.controllerPort = controllerPort;
    this.process = launch();
  }

  /**
   * Starts the broker on its data directory and waits until it answers.
   *
   * @param dataDir made if missing; a second broker on the same directory fails
   * @param port of the client listener; 0 picks a free one
   * @throws IOException if it does not come up, or the thread is interrupted; nothing is left
   *     running then, and the message quotes the end of its log
   */
  public static EmbeddedKafka start(Path dataDir, int port) throws IOException {
    Files.createDirectories(dataDir);
    EmbeddedKafka kafka = launch(dataDir, port);
    try {
      kafka.awaitReady();
      return kafka;
    } catch (IOException e) {
      kafka.close();
      throw e;
    }
  }

  /** As {@link #start}, without waiting: {@link #awaitReady} tells when it answers. */
  public static EmbeddedKafka launch(Path dataDir, int port) throws IOException {
    Files.createDirectories(dataDir);
    return new EmbeddedKafka(dataDir, FreePort.orNext(port), FreePort.next());
  }

  /** What clients take as {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  public long pid() {
    return process.pid();
  }

  /** Ends the process without a chance to tidy up, as a crash would. */
  public void kill() throws InterruptedException {
    process.kill();
  }

  /** Starts it again on the same port and directory after {@link #kill}. */
  public void restart() throws IOException {
    relaunch();
    awaitReady();
  }

  /** As {@link #restart}, whyever it ended and without waiting until it answers. */
  public void relaunch() throws IOException {
    if (process.isAlive()) {
      throw new IllegalStateException("the broker is running");
    }
    process = launch();
  }

  /** Completes with the exit code when the process of now ends, for whatever reason. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit();
  }

  /** Waits until the broker serves requests. */
  public void awaitReady() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "reconnect.backoff.ms",
                50,
                "reconnect.backoff.max.ms",
                200))) {
      while (process.isAlive() && System.nanoTime() < deadline) {
        try {
          admin.describeCluster().nodes().get(2, TimeUnit.SECONDS);
          return;
        } catch (ExecutionException | TimeoutException e) {
          // not yet: the client itself paces the next attempt
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the broker was starting", e);
    }
    throw new IOException(
        "the Kafka broker did not start; its log ends with:\n" + process.logTail());
  }

  /** Stops it in order (SIGTERM), by force after 8 s. */
  @Override
  public void close() {
    process.close();
  }

  private ChildJvm launch() throws IOException {
    Path properties = dataDir.resolve("server.properties");
    Files.writeString(properties, configuration());
    return ChildJvm.launch(
        dataDir.resolve("broker.log"),
        List.of(
            "-Xms128m",
            "-Xmx384m",
            "-XX:+UseG1GC",
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=io/parley/storage/embedded/broker-logback.xml"),
        KafkaBrokerMain.class,
        List.of(properties.toString(), dataDir.resolve("log").toString(), clusterId()));
  }

  private String clusterId() throws IOException {
    Path file = dataDir.resolve("cluster.id");
    if (!Files.exists(file)) {
      Files.writeString(file, Uuid.randomUuid().toString());
    }
    return Files.readString(file).strip();
  }

  private String configuration() {
    // Session time-out: a broker killed and started again is let in after 3 s, not 9.
    return String.join(
        "\n",
        "process.roles=broker,controller",
        "node.id=1",
        "controller.quorum.bootstrap.servers=127.0.0.1:" + controllerPort,
        "controller.listener.names=CONTROLLER",
        "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
        "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
        "log.dirs=" + dataDir.resolve("log"),
        "offsets.topic.replication.factor=1",
        "offsets.topic.num.partitions=4",
        "transaction.state.log.replication.factor=1",
        "transaction.state.log.min.isr=1",
        "transaction.state.log.num.partitions=4",
        "share.coordinator.state.topic.replication.factor=1",
        "share.coordinator.state.topic.min.isr=1",
        "group.initial.rebalance.delay.ms=0",
        "auto.create.topics.enable=false",
        "broker.session.timeout.ms=3000",
        "broker.heartbeat.interval.ms=500",
        "message.max.bytes=8388608",
        "");
  }
}
