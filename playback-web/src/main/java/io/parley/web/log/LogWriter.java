package io.parley.web.log;

import io.parley.storage.codec.MeetingEventCodec;
import io.parley.storage.codec.RtpRecordCodec;
import io.parley.storage.codec.Topics;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.RtpRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
  private final Topics topics;

  public LogWriter(String bootstrapServers, Topics topics) {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    // Order, also while a partition is just becoming led.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "parley-web");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) PATIENCE.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.topics = topics;
  }

  /**
   * Sends an event.
   *
   * @return completes when the log has it, or with why it has not
   */
  public CompletableFuture<Void> send(MeetingEvent event) {
    return send(
        new ProducerRecord<>(
            topics.meetingEvents().name(),
            null,
            event.atEpochMicros() / 1000,
            event.meetingId().value().getBytes(StandardCharsets.UTF_8),
            MeetingEventCodec.encode(event)));
  }

  private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
    CompletableFuture<Void> stored = new CompletableFuture<>();
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
    await(send(event));
  }

  /**
   * Lets time pass in every partition of {@code rtp} and {@code meeting-events}, and waits until
   * the log has it.
   *
   * @throws LogUnavailable if it can't take it now
   */
  public void write(RtpRecord.Tick tick) {
    long millis = tick.arrivalEpochMicros() / 1000;
    List<CompletableFuture<Void>> stored = new ArrayList<>();
    for (int partition = 0; partition < topics.rtp().partitions(); partition++) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              topics.rtp().name(), partition, millis, null, RtpRecordCodec.encodeValue(tick));
      record.headers().add(Topics.RTP_HEADER, RtpRecordCodec.encodeHeader(tick));
      stored.add(send(record));
    }
    byte[] value = MeetingEventCodec.encodeTick(tick);
    for (int partition = 0; partition < topics.meetingEvents().partitions(); partition++) {
      stored.add(
          send(
              new ProducerRecord<>(topics.meetingEvents().name(), partition, millis, null, value)));
    }
    await(CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new)));
  }

  private static void await(CompletableFuture<Void> stored) {
    try {
      stored.get(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS);
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
