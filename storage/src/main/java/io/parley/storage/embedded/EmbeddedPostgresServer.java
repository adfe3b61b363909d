package io.parley.storage.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * PostgreSQL on the loopback interface.
 *
 * <pre>
 * dataDir/
 *   binaries/   the server itself, unpacked once
 *   cluster/    PostgreSQL's data directory
 * </pre>
 */
public final class EmbeddedPostgresServer implements AutoCloseable {
  private final EmbeddedPostgres server;

  private EmbeddedPostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts the server; data from an earlier run is kept. A server left behind by a process that was
   * killed is stopped first.
   *
   * @param port 0 picks a free one
   * @throws IOException if it does not come up
   */
  public static EmbeddedPostgresServer start(Path dataDir, int port) throws IOException {
    Path cluster = dataDir.resolve("cluster");
    Files.createDirectories(dataDir);
    stopLeftover(cluster);
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(dataDir.resolve("binaries").toFile())
            .setDataDirectory(cluster)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPort(FreePort.orNext(port))
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("shared_buffers", "64MB")
            .setServerConfig("max_connections", "100")
            .setLocaleConfig("locale", "C.UTF-8")
            .setLocaleConfig("encoding", "UTF8")
            .setPGStartupWait(Duration.ofSeconds(60))
            .setOutputRedirector(
                ProcessBuilder.Redirect.appendTo(dataDir.resolve("postgres.log").toFile()))
            .setErrorRedirector(
                ProcessBuilder.Redirect.appendTo(dataDir.resolve("postgres.log").toFile()))
            .start();
    return new EmbeddedPostgresServer(server);
  }

  /** Of the database {@code postgres}, user {@code postgres}, no password. */
  public String jdbcUrl() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  public String user() {
    return "postgres";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static void stopLeftover(Path cluster) throws IOException {
    Path pidFile = cluster.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    List<String> lines = Files.readAllLines(pidFile);
    Optional<ProcessHandle> leftover =
        lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
    if (leftover.isPresent() && isPostgres(leftover.get())) {
      stop(leftover.get());
    }
    // With its process gone the file only stands in the way (the id may belong to another by now).
    Files.deleteIfExists(pidFile);
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> command.toLowerCase(Locale.ROOT).contains("postgres"))
        .orElse(false);
  }

  private static void stop(ProcessHandle process) throws IOException {
    process.destroy();
    try {
      process.onExit().get(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (ExecutionException e) {
      throw new IOException("a leftover PostgreSQL could not be stopped", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping a leftover PostgreSQL", e);
    }
  }
}
