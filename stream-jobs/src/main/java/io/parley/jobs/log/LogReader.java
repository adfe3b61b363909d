package io.parley.jobs.log;

import io.parley.storage.codec.FormatException;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Kafka records to {@link LogEntry}s. A record that isn't what its topic holds is counted (metric
 * {@code malformedRecords}) and skipped: one bad writer must not stop everybody's recording.
 */
final class LogReader implements KafkaRecordDeserializationSchema<LogEntry> {
  private static final long serialVersionUID = 1;

  private final LogTopic topic;
  private transient Counter malformed = new SimpleCounter();

  LogReader(LogTopic topic) {
    this.topic = topic;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    malformed = context.getMetricGroup().counter("malformedRecords");
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> kafka, Collector<LogEntry> out) {
    try {
      out.collect(topic.read(kafka));
    } catch (FormatException e) {
      malformed.inc();
    }
  }

  @Override
  public TypeInformation<LogEntry> getProducedType() {
    return TypeInformation.of(LogEntry.class);
  }
}
