package io.parley.bench.unit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A unit's process: bound to the processors given, its output in a file. */
final class UnitProcess implements AutoCloseable {
  private static final long START_SECONDS = 60;
  private static final long PROBE_MILLIS = 50;
  private static final long STOP_SECONDS = 10;
  private static final int TAIL_LINES = 20;

  /** Whether the unit answers. */
  interface Probe {
    boolean ready() throws IOException, InterruptedException;
  }

  private final Process process;
  private final Path log;

  private UnitProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param cpus as {@code taskset -c} takes them, or null for all
   * @throws IOException if it doesn't answer; the message has the end of its output
   */
  static UnitProcess start(
      List<String> command,
      Map<String, String> environment,
      Path log,
      @Nullable String cpus,
      Probe probe)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    if (cpus != null) {
      line.addAll(List.of("taskset", "-c", cpus));
    }
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    UnitProcess unit = new UnitProcess(builder.start(), log);
    try {
      unit.await(probe);
      return unit;
    } catch (IOException | InterruptedException | RuntimeException e) {
      unit.close();
      throw e;
    }
  }

  private void await(Probe probe) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (process.isAlive() && System.nanoTime() < deadline) {
      if (probe.ready()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS);
    }
    List<String> lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
    List<String> tail = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    throw new IOException(
        process.info().command().orElse("the unit")
            + " did not start:\n"
            + String.join("\n", tail));
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
