package io.parley.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded servers are the real ones: what they were given survives a crash and a restart. */
class EmbeddedServersIT {
  @TempDir Path dir;

  @Test
  void kafkaKeepsAcknowledgedRecordsThroughAKill() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"), 0)) {
      Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
      try (Admin admin = Admin.create(client)) {
        admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
      }
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
              new ByteArraySerializer(),
              new ByteArraySerializer())) {
        producer.send(new ProducerRecord<>("t", "one".getBytes(StandardCharsets.UTF_8))).get();
        kafka.kill();
        kafka.restart();
        producer.send(new ProducerRecord<>("t", "two".getBytes(StandardCharsets.UTF_8))).get();
      }
      try (Admin admin = Admin.create(client)) {
        TopicPartition partition = new TopicPartition("t", 0);
        assertThat(
                admin
                    .listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset())
            .isEqualTo(2);
      }
    }
  }

  @Test
  void postgresKeepsItsRowsOverARestart() throws Exception {
    try (EmbeddedPostgresServer first = EmbeddedPostgresServer.start(dir.resolve("pg"), 0);
        Connection sql = DriverManager.getConnection(first.jdbcUrl())) {
      sql.createStatement().execute("create table kept as select '会议' as subject");
    }
    try (EmbeddedPostgresServer again = EmbeddedPostgresServer.start(dir.resolve("pg"), 0);
        Connection sql = DriverManager.getConnection(again.jdbcUrl());
        ResultSet row = sql.createStatement().executeQuery("select subject from kept")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("会议");
    }
  }

  @Test
  void s3RefusesWhoHasNoKey() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start(dir.resolve("s3"), 0, "key", "secret")) {
      HttpURLConnection request =
          (HttpURLConnection) URI.create(s3.endpoint() + "/bucket").toURL().openConnection();
      request.setRequestMethod("PUT");
      assertThat(request.getResponseCode()).isEqualTo(403);
    }
  }
}
