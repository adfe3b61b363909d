package io.parley.jobs.running;

import io.parley.jobs.JobConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs in this process, on Flink's own cluster in miniature. Each goes on from its latest
 * retained checkpoint, however the last run ended; without one it reads the log from its start,
 * which gives the same results again.
 *
 * <p>Threads that work for a job carry its name first ({@code "recording: …"}, {@code
 * "transcription: …"}), so that CPU time can be told apart.
 *
 * <p>Thread-safe. Call {@link #close} once.
 */
public final class JobRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final Duration CANCELLING = Duration.ofSeconds(5);
  private static final Duration STOPPING = Duration.ofSeconds(3);

  private final MiniCluster cluster;
  private final Map<Job, JobID> running = new EnumMap<>(Job.class);
  private final Map<Job, Path> restored = new EnumMap<>(Job.class);

  private JobRunner(MiniCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Starts the given jobs; returns when all are running.
   *
   * @param temporary directory for what Flink needs while it runs; made if missing
   * @throws IOException if the directories can't be used
   * @throws IllegalStateException if a job can't be started at all
   */
  public static JobRunner start(JobConfig config, Set<Job> jobs, Path temporary)
      throws IOException, InterruptedException {
    Files.createDirectories(temporary);
    MiniCluster cluster = new MiniCluster(clusterOf(config, jobs, temporary));
    JobRunner runner = new JobRunner(cluster);
    try {
      cluster.start();
      JobStart start = new JobStart(runner.target(), config);
      for (Job job : jobs) {
        JobStart.Started started = start.fromLatest(job);
        runner.running.put(job, started.id());
        started.from().ifPresent(checkpoint -> runner.restored.put(job, checkpoint));
      }
      return runner;
    } catch (InterruptedException | IOException | RuntimeException e) {
      runner.close();
      throw e;
    } catch (Exception e) {
      runner.close();
      throw new IllegalStateException("the jobs could not be started", e);
    }
  }

  /**
   * The checkpoints from which jobs went on; one that reads the log from its start is not there.
   */
  public Map<Job, Path> restoredFrom() {
    return Map.copyOf(restored);
  }

  /** What Flink says of each job: {@code RUNNING}, {@code RESTARTING}… */
  public Map<Job, String> states() {
    Map<Job, String> states = new EnumMap<>(Job.class);
    running.forEach(
        (job, id) -> {
          try {
            states.put(job, cluster.getJobStatus(id).get(2, TimeUnit.SECONDS).name());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            states.put(job, "UNKNOWN");
          } catch (ExecutionException | TimeoutException e) {
            states.put(job, "UNKNOWN");
          }
        });
    return states;
  }

  /**
   * Stops the jobs and leaves their latest checkpoints for the next start. Takes less than 8 s:
   * what a job was in the middle of is done again next time.
   */
  @Override
  public void close() {
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (JobID id : running.values()) {
      cluster.cancelJob(id);
      ends.add(cluster.requestJobResult(id));
    }
    await(CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)), CANCELLING);
    await(cluster.closeAsync(), STOPPING);
  }

  private JobStart.Cluster target() {
    return new JobStart.Cluster() {
      @Override
      public CompletableFuture<?> submit(JobGraph graph) {
        return cluster.submitJob(graph);
      }

      @Override
      public CompletableFuture<JobStatus> status(JobID id) {
        return cluster.getJobStatus(id);
      }
    };
  }

  private static MiniClusterConfiguration clusterOf(
      JobConfig config, Set<Job> jobs, Path temporary) {
    Configuration settings = new Configuration();
    settings.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    settings.set(RestOptions.ADDRESS, "127.0.0.1");
    settings.set(RestOptions.BIND_PORT, "0");
    settings.set(CoreOptions.TMP_DIRS, temporary.toString());
    settings.set(WebOptions.TMP_DIR, temporary.toString());
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    int slots = jobs.stream().mapToInt(job -> job.parallelism(config)).sum();
    return new MiniClusterConfiguration.Builder()
        .setConfiguration(settings)
        .setNumTaskManagers(1)
        .setNumSlotsPerTaskManager(slots)
        .setCommonBindAddress("127.0.0.1")
        .build();
  }

  private static void await(CompletableFuture<?> end, Duration limit) {
    try {
      end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the jobs did not stop in order; the next start goes on all the same", e);
    }
  }
}
