package io.parley.jobs.running;

import io.parley.jobs.JobConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
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
public final class JobRunner implements RunningJobs {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final Duration CANCELLING = Duration.ofSeconds(5);
  private static final Duration STOPPING = Duration.ofSeconds(3);

  private final MiniCluster cluster;
  private final StartedJobs started;

  private JobRunner(MiniCluster cluster, JobConfig config) {
    this.cluster = cluster;
    this.started =
        new StartedJobs(
            new JobCluster(cluster::submitJob, cluster::getJobStatus, cluster::requestJobResult),
            config);
  }

  /**
   * Starts the given jobs; returns when all are running.
   *
   * @param temporary directory for what Flink needs while it runs; made if missing
   * @throws IOException if the directories can't be used
   * @throws IllegalArgumentException if the checkpoints are to lie in the object store: only a
   *     cluster's processes know of one
   * @throws IllegalStateException if a job can't be started at all
   */
  public static JobRunner start(JobConfig config, Set<Job> jobs, Path temporary)
      throws IOException, InterruptedException {
    if (RetainedCheckpoints.inObjectStore(JobSettings.checkpoints(config))) {
      throw new IllegalArgumentException(
          "checkpoints can lie in " + config.checkpoints() + " only with a Flink cluster");
    }
    Files.createDirectories(temporary);
    MiniCluster cluster = new MiniCluster(clusterOf(config, jobs, temporary));
    JobRunner runner = new JobRunner(cluster, config);
    try {
      cluster.start();
      for (Job job : jobs) {
        runner.started.start(job);
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

  @Override
  public Map<Job, String> restoredFrom() {
    return started.restoredFrom();
  }

  @Override
  public Map<Job, String> states() {
    return started.states();
  }

  /**
   * Stops the jobs and leaves their latest checkpoints for the next start. Takes less than 8 s:
   * what a job was in the middle of is done again next time.
   */
  @Override
  public void close() {
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (JobID id : started.ids().values()) {
      cluster.cancelJob(id);
      ends.add(cluster.requestJobResult(id));
    }
    await(CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)), CANCELLING);
    await(cluster.closeAsync(), STOPPING);
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
