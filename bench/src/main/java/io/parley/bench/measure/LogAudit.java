package io.parley.bench.measure;

import io.parley.storage.codec.FormatException;
import io.parley.storage.codec.RtpRecordCodec;
import io.parley.storage.codec.Topics;
import io.parley.storage.codec.rtp.PacketKind;
import io.parley.storage.contract.RtpRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What the log has of one meeting, read back from its beginning.
 *
 * @param rtpPackets media packets by track id
 * @param senderReports all tracks together
 * @param holes tap sequence numbers that are missing before the last of their track
 * @param repeated tap sequence numbers that are there more than once
 */
public record LogAudit(
    Map<String, Long> rtpPackets, long senderReports, long holes, long repeated) {

  /**
   * Reads topic {@code rtp} to its end.
   *
   * @param meetingId packets of other meetings don't count
   */
  public static LogAudit read(String bootstrapServers, String meetingId) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false");
    Counts counts = new Counts();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      String topic = Topics.unprefixed().rtp().name();
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> counts.add(record, meetingId));
      }
    }
    return counts.audit();
  }

  private static final class Counts {
    private final Map<String, Long> rtp = new HashMap<>();
    private final Map<String, TreeSet<Long>> sequences = new HashMap<>();
    private long reports;
    private long repeated;

    void add(ConsumerRecord<byte[], byte[]> record, String meetingId) {
      Header header = record.headers().lastHeader(Topics.RTP_HEADER);
      RtpRecord decoded;
      try {
        decoded = RtpRecordCodec.decode(header == null ? null : header.value(), record.value());
      } catch (FormatException e) {
        throw new IllegalStateException("the log holds what nobody can read", e);
      }
      if (!(decoded instanceof RtpRecord.Packet packet)
          || !packet.track().meetingId().value().equals(meetingId)) {
        return;
      }
      String track = packet.track().trackId().value();
      byte[] bytes = packet.packet();
      if (PacketKind.of(bytes, 0, bytes.length) == PacketKind.RTP) {
        rtp.merge(track, 1L, Long::sum);
      } else {
        reports++;
      }
      if (!sequences.computeIfAbsent(track, key -> new TreeSet<>()).add(packet.tapSequence())) {
        repeated++;
      }
    }

    LogAudit audit() {
      long holes = sequences.values().stream().mapToLong(all -> all.last() + 1 - all.size()).sum();
      return new LogAudit(Map.copyOf(rtp), reports, holes, repeated);
    }
  }
}
