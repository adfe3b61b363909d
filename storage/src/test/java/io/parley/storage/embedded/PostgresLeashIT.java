package io.parley.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL outlives neither its owner nor an attempt that was broken off. */
class PostgresLeashIT {
  @TempDir Path dir;

  /** Starts PostgreSQL and stays until it is killed. */
  static final class Owner {
    private Owner() {}

    public static void main(String[] args) throws Exception {
      EmbeddedPostgresServer.start(Path.of(args[0]), 0);
      Files.writeString(Path.of(args[0]).resolve("up"), "");
      Thread.currentThread().join();
    }
  }

  @Test
  void endsWhenItsOwnerIsKilled() throws Exception {
    Path data = dir.resolve("pg");
    ChildJvm owner =
        ChildJvm.launch(dir.resolve("owner.log"), List.of(), Owner.class, List.of(data.toString()));
    ProcessHandle server;
    try {
      await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(data.resolve("up")));
      server = postmaster(data);
      assertThat(server.isAlive()).isTrue();
    } finally {
      owner.kill();
    }
    server.onExit().get(10, TimeUnit.SECONDS);
    assertThat(data.resolve("cluster/postmaster.pid")).doesNotExist();
  }

  @Test
  void leavesNothingWhenInterrupted() throws Exception {
    Path data = dir.resolve("pg");
    Thread.currentThread().interrupt();
    assertThat(catchThrowable(() -> EmbeddedPostgresServer.start(data, 0)))
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    try (EmbeddedPostgresServer next = EmbeddedPostgresServer.start(data, 0);
        Connection sql = DriverManager.getConnection(next.jdbcUrl());
        ResultSet safe = sql.createStatement().executeQuery("show fsync")) {
      assertThat(safe.next()).isTrue();
      assertThat(safe.getString(1)).as("rows survive a power cut").isEqualTo("on");
    }
  }

  private static ProcessHandle postmaster(Path data) throws Exception {
    List<String> lines = Files.readAllLines(data.resolve("cluster/postmaster.pid"));
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElseThrow();
  }
}
