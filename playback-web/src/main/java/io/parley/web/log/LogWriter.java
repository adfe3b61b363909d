package io.parley.web.log;

import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.codec.Topics;
import io.parley.storage.contract.MeetingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes what the web server has to say about meetings to the log. Any thread may use it. */
public final class LogWriter implements AutoCloseable {
  /** Longest wait for the log to take a record. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;

  public LogWriter(String bootstrapServers, Topics topics) {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "parley-web");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) PATIENCE.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.topic = topics.meetingEvents().name();
  }

  /**
   * Sends an event.
   *
   * @return completes when the log has it, or with why it has not
   */
  public CompletableFuture<Void> send(MeetingEvent event) {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            null,
            event.atEpochMicros() / 1000,
            event.meetingId().value().getBytes(StandardCharsets.UTF_8),
            MeetingEventCodec.encode(event));
    try {
      producer.send(
          record,
          (metadata, failure) -> {
            if (failure == null) {
              stored.complete(null);
            } else {
              stored.completeExceptionally(failure);
            }
          });
    } catch (KafkaException e) {
      stored.completeExceptionally(e);
    }
    return stored;
  }

  /**
   * Sends an event and waits until the log has it.
   *
   * @throws LogUnavailable if it can't take it now
   */
  public void write(MeetingEvent event) {
    try {
      send(event).get(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new LogUnavailable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable(e);
    }
  }

  /** The log did not take a record in time; whether it has it is unknown. */
  public static final class LogUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LogUnavailable(Throwable cause) {
      super("the log did not take the event", cause);
    }
  }

  @Override
  public void close() {
    producer.close(PATIENCE);
  }
}
