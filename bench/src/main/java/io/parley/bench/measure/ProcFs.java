package io.parley.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What Linux tells of a process: proc(5). A process or thread that has just ended counts as
 * nothing.
 */
public final class ProcFs {
  private static final Path PROC = Path.of("/proc");

  /** Fields 14 and 15, counted from the third, which is the first behind the name. */
  private static final int UTIME = 11;

  private static final int STIME = 12;

  /** USER_HZ is 100 on every Linux that runs Java. */
  private static final long NANOS_PER_TICK = 10_000_000;

  private ProcFs() {}

  /** Resident memory, bytes. */
  public static long residentBytes(long pid) {
    for (String line : read(PROC.resolve(pid + "/status")).split("\n")) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024;
      }
    }
    return 0;
  }

  /** CPU time of a process since it began, user and system, nanoseconds; 10 ms at a time. */
  public static long cpuNanos(long pid) {
    String stat = read(PROC.resolve(pid + "/stat"));
    if (stat.isEmpty()) {
      return 0;
    }
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
    return ticks * NANOS_PER_TICK;
  }

  static String commandLine(long pid) {
    return read(PROC.resolve(pid + "/cmdline")).replace('\0', ' ');
  }

  /** CPU time of each thread, nanoseconds, by thread id. */
  static Map<Long, Long> threadCpuNanos(long pid) {
    Map<Long, Long> cpu = new HashMap<>();
    try (Stream<Path> tasks = Files.list(PROC.resolve(pid + "/task"))) {
      tasks.forEach(
          task -> {
            String stat = read(task.resolve("schedstat"));
            if (!stat.isEmpty()) {
              long id = Long.parseLong(task.getFileName().toString());
              cpu.put(id, Long.parseLong(stat.split(" ")[0]));
            }
          });
    } catch (IOException | java.io.UncheckedIOException e) {
      return cpu;
    }
    return cpu;
  }

  /**
   * CPU time of each thread of a JVM that compiles, nanoseconds, by thread id; empty if the process
   * is none.
   */
  public static Map<Long, Long> compilerCpuNanos(long pid) {
    Map<Long, Long> cpu = threadCpuNanos(pid);
    cpu.keySet().removeIf(thread -> !threadName(pid, thread).matches("C[12] CompilerThre.*"));
    return cpu;
  }

  /** Name of a thread, 15 characters at most. */
  static String threadName(long pid, long thread) {
    return read(PROC.resolve(pid + "/task/" + thread + "/comm")).strip();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
