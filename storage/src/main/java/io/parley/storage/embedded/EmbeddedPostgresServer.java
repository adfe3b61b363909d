package io.parley.storage.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * PostgreSQL on the loopback interface. It ends with this process, however that went.
 *
 * <pre>
 * dataDir/
 *   binaries/      the server itself, unpacked once
 *   cluster/       PostgreSQL's data directory
 *   postgres.log   what the server printed
 * </pre>
 *
 * Not thread-safe; one owner starts and closes it.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {
  private static final int READY_SECONDS = 60;
  private static final int STOP_SECONDS = 8;
  private static final int PROBE_MILLIS = 40;

  /**
   * Standard input is the leash: at its end (closed, or its holder dead) the server gets SIGINT,
   * PostgreSQL's "stop now, in order". It would take SIGTERM as "when all clients have left".
   */
  private static final String ON_A_LEASH =
      """
      exec 3<&0
      "$@" 3<&- </dev/null & server=$!
      (read -r end <&3; kill -INT $server) 2>/dev/null & leash=$!
      wait $server; code=$?
      kill $leash 2>/dev/null
      exit $code""";

  private final Path dataDir;
  private final int port;
  private final Process process;

  private EmbeddedPostgresServer(Path dataDir, int port, Process process) {
    this.dataDir = dataDir;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts the server and waits until it answers; data from an earlier run is kept. A server that
   * an earlier run left behind is stopped first. An interrupt ends the attempt.
   *
   * @param port 0 picks a free one
   * @throws IOException if it does not come up; nothing is left running then
   */
  public static EmbeddedPostgresServer start(Path dataDir, int port) throws IOException {
    Path absolute = dataDir.toAbsolutePath();
    Path cluster = absolute.resolve("cluster");
    Files.createDirectories(absolute);
    stopLeftover(absolute);
    Path programs = PostgresBinaries.unpacked(absolute.resolve("binaries")).resolve("bin");
    PostgresAccount account = PostgresAccount.ofThisProcess();
    if (!Files.isDirectory(cluster)) {
      makeCluster(absolute, programs, account);
    }
    account.own(cluster);
    int chosen = FreePort.orNext(port);
    EmbeddedPostgresServer server =
        new EmbeddedPostgresServer(
            absolute, chosen, launch(absolute, serverCommand(programs, cluster, chosen), account));
    try {
      server.awaitReady();
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /** Of the database {@code postgres}, user {@code postgres}, no password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + user();
  }

  public String user() {
    return "postgres";
  }

  /** Stops it in order, by force when it takes longer than 8 s. */
  @Override
  public void close() {
    List<ProcessHandle> family = process.descendants().toList();
    boolean interrupted = Thread.interrupted();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        family.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      family.forEach(ProcessHandle::destroyForcibly);
    } catch (InterruptedException e) {
      family.forEach(ProcessHandle::destroyForcibly);
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> serverCommand(Path programs, Path cluster, int port) {
    return List.of(
        programs.resolve("postgres").toString(),
        "-D",
        cluster.toString(),
        "-p",
        Integer.toString(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories=",
        "-c",
        "shared_buffers=64MB",
        "-c",
        "max_connections=100");
  }

  private static Process launch(Path dataDir, List<String> command, PostgresAccount account)
      throws IOException {
    List<String> leashed = new ArrayList<>(List.of("sh", "-c", ON_A_LEASH, "postgres"));
    leashed.addAll(command);
    return new ProcessBuilder(account.command(leashed))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log(dataDir).toFile()))
        .start();
  }

  /** Made beside its place and moved there when whole: a start cut short leaves no half cluster. */
  private static void makeCluster(Path dataDir, Path programs, PostgresAccount account)
      throws IOException {
    Path part = dataDir.resolve("cluster.part");
    delete(part);
    Files.createDirectory(part);
    account.own(part);
    List<String> command =
        List.of(
            programs.resolve("initdb").toString(),
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--pgdata=" + part);
    Process initdb = launch(dataDir, command, account);
    try {
      if (initdb.waitFor() != 0) {
        throw new IOException("PostgreSQL can't make its files; " + tail(dataDir));
      }
    } catch (InterruptedException e) {
      letGo(initdb);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL was made ready", e);
    }
    Files.move(part, dataDir.resolve("cluster"), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Ends a process on the leash and waits until it has: a start right after this one must not meet
   * its last breath. Works before the shell has started what it was told to, too.
   */
  private static void letGo(Process leashed) throws IOException {
    leashed.getOutputStream().close();
    try {
      leashed.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      List<ProcessHandle> family = leashed.descendants().toList();
      family.forEach(ProcessHandle::destroyForcibly);
      family.forEach(each -> each.onExit().join());
    }
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    try {
      while (System.nanoTime() < deadline) {
        if (process.waitFor(PROBE_MILLIS, TimeUnit.MILLISECONDS)) {
          break;
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl())) {
          if (connection.isValid(1)) {
            return;
          }
        } catch (SQLException e) {
          // not yet
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL was starting", e);
    }
    throw new IOException("PostgreSQL did not start; " + tail(dataDir));
  }

  private static Path log(Path dataDir) {
    return dataDir.resolve("postgres.log");
  }

  private static String tail(Path dataDir) throws IOException {
    List<String> lines = Files.readAllLines(log(dataDir), StandardCharsets.UTF_8);
    return "its log ends with:\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }

  private static void stopLeftover(Path dataDir) throws IOException {
    Path pidFile = dataDir.resolve("cluster").resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    List<String> lines = Files.readAllLines(pidFile);
    Optional<ProcessHandle> leftover =
        lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
    if (leftover.isPresent() && isOurs(leftover.get(), dataDir)) {
      stop(leftover.get());
    }
    // With its process gone the file only stands in the way (the id may belong to another by now).
    Files.deleteIfExists(pidFile);
  }

  /** Its program is the one unpacked here; another PostgreSQL of this machine is none of ours. */
  private static boolean isOurs(ProcessHandle process, Path dataDir) throws IOException {
    Path own = dataDir.toRealPath();
    return process.info().command().map(Path::of).filter(p -> p.startsWith(own)).isPresent();
  }

  private static void stop(ProcessHandle process) throws IOException {
    process.destroy();
    try {
      process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
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
