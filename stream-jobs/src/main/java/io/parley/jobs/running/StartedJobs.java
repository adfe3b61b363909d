package io.parley.jobs.running;

import io.parley.jobs.JobConfig;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;

/** The jobs of one cluster: which run under which id, and where each went on. Thread-safe. */
final class StartedJobs {
  private static final long ANSWER_SECONDS = 2;
  private static final String UNKNOWN = "UNKNOWN";

  private final JobCluster cluster;
  private final JobStart start;
  private final Map<Job, JobID> ids = new ConcurrentHashMap<>();
  private final Map<Job, String> restored = new ConcurrentHashMap<>();

  StartedJobs(JobCluster cluster, JobConfig config) {
    this.cluster = cluster;
    this.start = new JobStart(cluster, config);
  }

  /** Returns when the job runs, from its latest checkpoint if it has one. */
  void start(Job job) throws Exception {
    JobStart.Started started = start.fromLatest(job);
    ids.put(job, started.id());
    started.from().ifPresent(checkpoint -> restored.put(job, checkpoint));
  }

  /** A job that runs already. */
  void found(Job job, JobID id) {
    ids.put(job, id);
  }

  Map<Job, JobID> ids() {
    return Map.copyOf(ids);
  }

  Map<Job, String> restoredFrom() {
    return Map.copyOf(restored);
  }

  /** As {@link RunningJobs#states}. */
  Map<Job, String> states() {
    // All are asked before the first answer is awaited: a cluster that is gone costs one wait.
    Map<Job, CompletableFuture<String>> asked = new EnumMap<>(Job.class);
    ids.forEach((job, id) -> asked.put(job, state(id)));
    return asked.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> each.getValue().join()));
  }

  private CompletableFuture<String> state(JobID id) {
    return cluster
        .status()
        .apply(id)
        .thenApply(JobStatus::name)
        .exceptionally(e -> UNKNOWN)
        .completeOnTimeout(UNKNOWN, ANSWER_SECONDS, TimeUnit.SECONDS);
  }
}
