package io.parley.jobs.running;

import io.parley.jobs.JobConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;

/** How every job runs, embedded or on a cluster, and why. */
public final class JobSettings {
  /** How long a record may wait in a network buffer: part of every caption's delay. */
  private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(10);

  private static final Duration WATERMARK_INTERVAL = Duration.ofMillis(50);

  private JobSettings() {}

  /**
   * @param restoreFrom a retained checkpoint to go on from; the log from its start otherwise
   */
  public static Configuration of(Job job, JobConfig config, Optional<String> restoreFrom) {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.NAME, nameOnCluster(job, config));
    settings.set(CoreOptions.DEFAULT_PARALLELISM, job.parallelism(config));
    // Kryo would make state unreadable after the next refactoring: refuse it.
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, WATERMARK_INTERVAL);
    settings.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
    settings.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    checkpoints(settings, directory(job, config), config);
    // A store that is away comes back: try for ever, at growing intervals.
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(500));
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(20));
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    restoreFrom.ifPresent(
        path -> {
          settings.set(StateRecoveryOptions.SAVEPOINT_PATH, path);
          settings.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        });
    return settings;
  }

  /** Tells installations that share a cluster apart, as the topics' prefix does on the broker. */
  static String nameOnCluster(Job job, JobConfig config) {
    return "parley-" + config.topicPrefix() + job.jobName();
  }

  /** Where the job keeps its checkpoints. */
  static URI directory(Job job, JobConfig config) {
    return URI.create(checkpoints(config) + "/" + job.jobName());
  }

  /** Where all jobs keep their checkpoints, without a slash at the end. */
  static URI checkpoints(JobConfig config) {
    String root = config.checkpoints();
    String place = root.contains(":") ? root : Path.of(root).toAbsolutePath().toUri().toString();
    return URI.create(place.replaceAll("/+$", ""));
  }

  /** Flink takes what stands in a path for what it is: no space is written as %20. */
  static String forFlink(URI place) {
    return "file".equals(place.getScheme()) ? "file://" + Path.of(place) : place.toString();
  }

  private static void checkpoints(Configuration settings, URI directory, JobConfig config) {
    settings.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(config.checkpointMillis()));
    settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, forFlink(directory));
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    settings.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
    settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    // A window takes seconds to compose; barriers overtake what waits for it.
    settings.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
    settings.set(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT, Duration.ofSeconds(2));
  }
}
