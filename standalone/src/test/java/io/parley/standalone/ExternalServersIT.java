package io.parley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.Directories;
import io.parley.e2e.ParleyProcess;
import io.parley.storage.blob.BlobConfig;
import io.parley.storage.blob.BlobStore;
import io.parley.storage.embedded.EmbeddedKafka;
import io.parley.storage.embedded.EmbeddedPostgresServer;
import io.parley.storage.embedded.EmbeddedS3;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** With addresses configured Parley is a client of those servers and starts none of its own. */
class ExternalServersIT {
  private static final String SECRET = "a secret of the external store";

  private final Path data = Path.of("target/external").toAbsolutePath();

  @Test
  void usesTheServersItIsTold() throws Exception {
    Directories.empty(data);
    Path theirs = data.resolve("theirs");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(theirs.resolve("kafka"), 0);
        EmbeddedS3 s3 = EmbeddedS3.start(theirs.resolve("s3"), 0, "theirs", SECRET);
        EmbeddedPostgresServer postgres =
            EmbeddedPostgresServer.start(theirs.resolve("postgres"), 0)) {
      Path ours = data.resolve("ours");
      try (ParleyProcess parley = up(ours, kafka, s3, postgres)) {
        assertThat(parley.output()).doesNotContain("Kafka broker", "object store", "PostgreSQL");
        assertThat(parley.tree()).as("the main process, the jobs and the SFU").hasSize(3);
        new Visitor(parley.url()).register("ada@example.org", "correct horse battery");
        List<ProcessHandle> tree = parley.tree();
        assertThat(parley.stop()).isEqualTo(128 + 15);
        assertThat(tree).noneMatch(ProcessHandle::isAlive);
      }
      for (String embedded : List.of("kafka", "objects", "postgres")) {
        assertThat(ours.resolve(embedded)).doesNotExist();
      }
      assertAccountIn(postgres);
      assertTopicsIn(kafka);
      assertBucketIn(s3);
    }
  }

  private static ParleyProcess up(
      Path data, EmbeddedKafka kafka, EmbeddedS3 s3, EmbeddedPostgresServer postgres)
      throws Exception {
    return ParleyProcess.up(
        data,
        "--set",
        "kafka.bootstrap-servers=" + kafka.bootstrapServers(),
        "--set",
        "kafka.topic-prefix=acme.",
        "--set",
        "s3.endpoint=" + s3.endpoint(),
        "--set",
        "s3.access-key=theirs",
        "--set",
        "s3.secret-key=" + SECRET,
        "--set",
        "s3.bucket=meetings-of-acme",
        "--set",
        "database.jdbc-url=" + postgres.jdbcUrl());
  }

  private static void assertAccountIn(EmbeddedPostgresServer postgres) throws Exception {
    try (Connection sql = DriverManager.getConnection(postgres.jdbcUrl());
        ResultSet accounts =
            sql.createStatement()
                .executeQuery("select count(*) from account where email = 'ada@example.org'")) {
      assertThat(accounts.next()).isTrue();
      assertThat(accounts.getInt(1)).isEqualTo(1);
    }
  }

  private static void assertTopicsIn(EmbeddedKafka kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      Set<String> topics = admin.listTopics().names().get();
      assertThat(topics)
          .contains("acme.rtp", "acme.meeting-events", "acme.captions", "acme.recordings");
    }
  }

  private static void assertBucketIn(EmbeddedS3 s3) throws Exception {
    BlobConfig objects =
        new BlobConfig(s3.endpoint(), "us-east-1", "meetings-of-acme", "theirs", SECRET);
    try (BlobStore store = new BlobStore(objects)) {
      store.put("meetings/probe", new byte[] {1}, "application/octet-stream");
    }
  }
}
