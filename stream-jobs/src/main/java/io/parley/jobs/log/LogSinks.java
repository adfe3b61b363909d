package io.parley.jobs.log;

import io.parley.jobs.JobConfig;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Events into the log, at least once: what they name is derived, so a reader that sees one twice
 * does the same thing twice. A transactional sink would keep captions back until the checkpoint.
 */
public final class LogSinks {
  private LogSinks() {}

  public static Sink<LogEntry> captions(JobConfig config) {
    return to(config, config.topics().captions().name());
  }

  public static Sink<LogEntry> recordings(JobConfig config) {
    return to(config, config.topics().recordings().name());
  }

  private static Sink<LogEntry> to(JobConfig config, String topic) {
    return KafkaSink.<LogEntry>builder()
        .setBootstrapServers(config.bootstrapServers())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new LogWriter(topic))
        .setProperty("acks", "all")
        .setProperty("linger.ms", "0")
        // Order, also while a partition is just becoming led.
        .setProperty("max.in.flight.requests.per.connection", "1")
        .setProperty("delivery.timeout.ms", "120000")
        .build();
  }

  /** Keyed by meeting, so that a meeting's events keep their order. */
  private record LogWriter(String topic) implements KafkaRecordSerializationSchema<LogEntry> {
    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        LogEntry entry, KafkaSinkContext context, @Nullable Long eventMillis) {
      byte[] key = entry.key().getBytes(StandardCharsets.UTF_8);
      return new ProducerRecord<>(topic, null, null, key, entry.value());
    }
  }
}
