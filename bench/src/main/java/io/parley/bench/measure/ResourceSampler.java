package io.parley.bench.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Watches the processes of a running product: memory and, thread by thread, CPU time, twice a
 * second, so that threads which end in between are lost with half a second at most. The report
 * methods may be called from any thread, after {@link #close}.
 */
public final class ResourceSampler implements AutoCloseable {
  private static final long PERIOD_MILLIS = 500;

  private final List<ProcessHandle> roots;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread sampler = new Thread(task, "sampler");
            sampler.setDaemon(true);
            return sampler;
          });
  private final Map<ThreadKey, Usage> usages = new HashMap<>();
  private final Map<Long, ProcessRole> roles = new HashMap<>();
  private Map<String, Long> peak = Map.of();
  private long peakBytes;

  private record ThreadKey(long pid, long tid) {}

  /** CPU time of one thread since the sampler began. */
  private static final class Usage {
    final long beforeNanos;
    long latestNanos;
    String name = "";

    Usage(long beforeNanos) {
      this.beforeNanos = beforeNanos;
      this.latestNanos = beforeNanos;
    }
  }

  private ResourceSampler(List<ProcessHandle> roots) {
    this.roots = roots;
  }

  /**
   * Begins to count; what was used before doesn't count.
   *
   * @param data directory of the product: a server that left the process tree, as PostgreSQL does,
   *     is known by having it in its command line
   */
  public static ResourceSampler start(ProcessHandle product, Path data) {
    List<ProcessHandle> roots = new ArrayList<>();
    roots.add(product);
    Set<Long> inTree = product.descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
    ProcessHandle.allProcesses()
        .filter(process -> process.pid() != product.pid() && !inTree.contains(process.pid()))
        .filter(process -> ProcFs.commandLine(process.pid()).contains(data + "/"))
        .forEach(roots::add);
    ResourceSampler sampler = new ResourceSampler(roots);
    sampler.sample(true);
    sampler.thread.scheduleAtFixedRate(
        () -> sampler.sample(false), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return sampler;
  }

  /**
   * Learns the whole names of the jobs' threads; to be called while they live.
   *
   * @throws IOException if their JVM can't be asked
   */
  public void learnNames() throws IOException, InterruptedException {
    List<Long> jobs;
    synchronized (this) {
      jobs =
          roles.entrySet().stream()
              .filter(process -> process.getValue() == ProcessRole.JOBS)
              .map(Map.Entry::getKey)
              .filter(pid -> ProcessHandle.of(pid).isPresent())
              .toList();
    }
    for (long pid : jobs) {
      Map<Long, String> names = ThreadNames.of(pid);
      synchronized (this) {
        names.forEach(
            (tid, name) -> {
              Usage usage = usages.get(new ThreadKey(pid, tid));
              if (usage != null) {
                usage.name = name;
              }
            });
      }
    }
  }

  private synchronized void sample(boolean first) {
    Map<String, Long> resident = new TreeMap<>();
    List<ProcessHandle> tree =
        roots.stream()
            .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
            .distinct()
            .toList();
    for (ProcessHandle process : tree) {
      long pid = process.pid();
      ProcessRole role = roles.computeIfAbsent(pid, key -> ProcessRole.of(ProcFs.commandLine(pid)));
      resident.merge(role.key(), ProcFs.residentBytes(pid), Long::sum);
      ProcFs.threadCpuNanos(pid).forEach((tid, cpu) -> used(pid, tid, cpu, first));
    }
    long bytes = resident.values().stream().mapToLong(Long::longValue).sum();
    if (bytes > peakBytes) {
      peakBytes = bytes;
      peak = resident;
    }
  }

  private void used(long pid, long tid, long cpuNanos, boolean first) {
    Usage usage =
        usages.computeIfAbsent(new ThreadKey(pid, tid), key -> new Usage(first ? cpuNanos : 0));
    usage.latestNanos = cpuNanos;
    if (usage.name.isEmpty()) {
      usage.name = ProcFs.threadName(pid, tid);
    }
  }

  /** CPU seconds since the start, by what they were spent on. */
  public synchronized Map<Work, Double> cpuSeconds() {
    Map<Work, Double> seconds = new EnumMap<>(Work.class);
    for (Work work : Work.values()) {
      seconds.put(work, 0.0);
    }
    usages.forEach(
        (key, usage) -> {
          ProcessRole role = roles.getOrDefault(key.pid(), ProcessRole.OTHER);
          Work work =
              switch (role) {
                case SFU -> Work.SFU;
                case JOBS -> Work.ofThread(usage.name);
                case MAIN, BROKER, DATABASE, OTHER -> Work.OTHER;
              };
          seconds.merge(work, (usage.latestNanos - usage.beforeNanos) / 1e9, Double::sum);
        });
    return seconds;
  }

  /** The threads that used most, for the curious: name to CPU seconds. */
  public synchronized List<Map.Entry<String, Double>> busiest(int count) {
    Map<String, Double> byName = new HashMap<>();
    usages.forEach(
        (key, usage) -> {
          ProcessRole role = roles.getOrDefault(key.pid(), ProcessRole.OTHER);
          byName.merge(
              role.key() + ": " + usage.name,
              (usage.latestNanos - usage.beforeNanos) / 1e9,
              Double::sum);
        });
    return byName.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(count)
        .toList();
  }

  /** Resident bytes by part of the product, at the moment when their sum was greatest. */
  public synchronized Map<String, Long> residentBytesAtPeak() {
    return peak;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    sample(false);
  }
}
