package io.parley.storage.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A Java process on this process's class path. Its standard input stays open as long as this
 * process lives: {@link ParentWatch} in the child ends it when the parent is gone, however that
 * went.
 */
public final class ChildJvm implements AutoCloseable {
  private static final int ORDERLY_STOP_SECONDS = 8;

  /**
   * Where the kernel groups tasks by session (sched(7), autogroup), a nice value counts only within
   * the session; the session has one of its own.
   */
  private static final String STAND_BACK =
      "{ echo $0 > /proc/self/autogroup; } 2>/dev/null; exec nice -n $0 \"$@\"";

  private final Process process;
  private final Path log;

  private ChildJvm(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * @param log takes what the process prints; replaced at every launch
   * @param main must call {@link ParentWatch#exitWithParent}
   */
  public static ChildJvm launch(Path log, List<String> jvmOptions, Class<?> main, List<String> args)
      throws IOException {
    return launch(log, 0, jvmOptions, main, args);
  }

  /**
   * @param niceness added to this process's own, 0–19: how far the child stands back for others
   *     when processors are scarce
   */
  public static ChildJvm launch(
      Path log, int niceness, List<String> jvmOptions, Class<?> main, List<String> args)
      throws IOException {
    // In a session of its own: Ctrl-C at the terminal is for the parent, which stops its children
    // in order. Each command replaces itself by the next, so the process id is that of the JVM.
    List<String> command = new ArrayList<>(List.of("setsid"));
    if (niceness > 0) {
      command.addAll(List.of("sh", "-c", STAND_BACK, Integer.toString(niceness)));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(absolute(System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(args);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new ChildJvm(process, log);
  }

  private static String absolute(String classPath) {
    List<String> entries = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      entries.add(new File(entry).getAbsolutePath());
    }
    return String.join(File.pathSeparator, entries);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Completes with the exit code when the process ends, for whatever reason. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Ends it without a chance to tidy up, as a crash would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** The last lines it printed, for an error message. */
  public String logTail() throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  /** Stops it in order (SIGTERM), by force when it takes longer than 8 s. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(ORDERLY_STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
