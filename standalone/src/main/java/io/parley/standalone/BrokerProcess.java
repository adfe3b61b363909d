package io.parley.standalone;

import io.parley.storage.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded broker, started again should it die. Who writes to it or reads from it bears that: a
 * log that was away for some seconds goes on where it was.
 */
final class BrokerProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerProcess.class);
  private static final long RESTART_DELAY_SECONDS = 1;

  private final EmbeddedKafka kafka;
  private boolean closed;

  private BrokerProcess(EmbeddedKafka kafka) {
    this.kafka = kafka;
  }

  /** As {@link EmbeddedKafka#start}. */
  static BrokerProcess start(Path dataDir, int port) throws IOException {
    BrokerProcess broker = new BrokerProcess(EmbeddedKafka.start(dataDir, port));
    broker.watch();
    return broker;
  }

  /** As Kafka's clients take it. */
  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  private synchronized void watch() {
    kafka.onExit().thenAccept(this::ended);
  }

  private synchronized void ended(int code) {
    if (!closed) {
      LOG.error(
          "The Kafka broker ended with code {} and is started again; its last words are in"
              + " kafka/broker.log",
          code);
      relaunchLater();
    }
  }

  private void relaunchLater() {
    CompletableFuture.delayedExecutor(RESTART_DELAY_SECONDS, TimeUnit.SECONDS)
        .execute(this::relaunch);
  }

  private synchronized void relaunch() {
    if (closed) {
      return;
    }
    try {
      kafka.relaunch();
      watch();
    } catch (IOException e) {
      LOG.error("The Kafka broker can't be started; trying again", e);
      relaunchLater();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    kafka.close();
  }
}
