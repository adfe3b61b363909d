package io.parley.jobs.running;

import io.parley.jobs.JobConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts jobs on a cluster, embedded or not, each from its latest checkpoint that can be used. */
final class JobStart {
  private static final Logger LOG = LoggerFactory.getLogger(JobStart.class);
  private static final Duration STARTING = Duration.ofSeconds(60);

  /**
   * A job that runs.
   *
   * @param from URI of the checkpoint it went on from; empty if it reads the log from its start
   */
  record Started(JobID id, Optional<String> from) {}

  private final JobCluster cluster;
  private final JobConfig config;

  JobStart(JobCluster cluster, JobConfig config) {
    this.cluster = cluster;
    this.config = config;
  }

  /**
   * Returns when the job runs.
   *
   * @throws IllegalStateException if it can't be started at all
   */
  Started fromLatest(Job job) throws Exception {
    for (String checkpoint : RetainedCheckpoints.of(job, config)) {
      Attempt attempt = attempt(job, Optional.of(checkpoint));
      if (attempt.runs()) {
        LOG.info("{} goes on from {}", job.jobName(), checkpoint);
        return new Started(attempt.id(), Optional.of(checkpoint));
      }
      LOG.warn(
          "{} can't use its checkpoint {} ({}); trying an older one",
          job.jobName(),
          checkpoint,
          reason(attempt.id()));
    }
    Attempt attempt = attempt(job, Optional.empty());
    if (!attempt.runs()) {
      throw new IllegalStateException(
          "the job " + job.jobName() + " does not start: " + reason(attempt.id()));
    }
    return new Started(attempt.id(), Optional.empty());
  }

  /**
   * @param runs false if the job failed before it ran, as with a damaged checkpoint
   */
  private record Attempt(JobID id, boolean runs) {}

  private Attempt attempt(Job job, Optional<String> checkpoint) throws Exception {
    StreamExecutionEnvironment env =
        new StreamExecutionEnvironment(JobSettings.of(job, config, checkpoint));
    job.build(env, config);
    JobID id = new JobID();
    cluster
        .submit()
        .apply(env.getStreamGraph().getJobGraph(JobStart.class.getClassLoader(), id))
        .get();
    long deadline = System.nanoTime() + STARTING.toNanos();
    JobStatus status = cluster.status().apply(id).get();
    while (status != JobStatus.RUNNING && !status.isGloballyTerminalState()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(job.jobName() + " is still " + status);
      }
      TimeUnit.MILLISECONDS.sleep(20);
      status = cluster.status().apply(id).get();
    }
    return new Attempt(id, status == JobStatus.RUNNING);
  }

  /** Why a job has ended, in one line. */
  private String reason(JobID id) throws Exception {
    JobResult result = cluster.result().apply(id).get();
    return result
        .getSerializedThrowable()
        .map(thrown -> rootMessage(thrown.deserializeError(JobStart.class.getClassLoader())))
        .orElse("no reason given");
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.toString() : message.lines().findFirst().orElse(message);
  }
}
