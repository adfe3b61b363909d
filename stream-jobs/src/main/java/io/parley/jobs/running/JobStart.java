package io.parley.jobs.running;

import io.parley.jobs.JobConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts jobs on a cluster, embedded or not, each from its latest checkpoint that can be used. */
final class JobStart {
  private static final Logger LOG = LoggerFactory.getLogger(JobStart.class);
  private static final Duration STARTING = Duration.ofSeconds(60);

  /** What is needed of a cluster. */
  interface Cluster {
    CompletableFuture<?> submit(JobGraph graph);

    CompletableFuture<JobStatus> status(JobID id);
  }

  /**
   * A job that runs.
   *
   * @param from the checkpoint it went on from; empty if it reads the log from its start
   */
  record Started(JobID id, Optional<Path> from) {}

  private final Cluster cluster;
  private final JobConfig config;

  JobStart(Cluster cluster, JobConfig config) {
    this.cluster = cluster;
    this.config = config;
  }

  /**
   * Returns when the job runs.
   *
   * @throws IllegalStateException if it can't be started at all
   */
  Started fromLatest(Job job) throws Exception {
    String place = JobSettings.directory(job, config);
    Path directory = place.startsWith("file:") ? Path.of(URI.create(place)) : Path.of(place);
    for (Path checkpoint : RetainedCheckpoints.in(directory)) {
      Optional<JobID> id = attempt(job, Optional.of(checkpoint.toUri().toString()));
      if (id.isPresent()) {
        LOG.info("{} goes on from {}", job.jobName(), checkpoint);
        return new Started(id.get(), Optional.of(checkpoint));
      }
      LOG.warn("{} can't use its checkpoint {}; trying an older one", job.jobName(), checkpoint);
    }
    return attempt(job, Optional.empty())
        .map(id -> new Started(id, Optional.empty()))
        .orElseThrow(() -> new IllegalStateException("job does not start: " + job.jobName()));
  }

  /** Empty if the job failed before it ran, as with a damaged checkpoint. */
  private Optional<JobID> attempt(Job job, Optional<String> checkpoint) throws Exception {
    StreamExecutionEnvironment env =
        new StreamExecutionEnvironment(JobSettings.of(job, config, checkpoint));
    job.build(env, config);
    JobID id = new JobID();
    cluster.submit(env.getStreamGraph().getJobGraph(JobStart.class.getClassLoader(), id)).get();
    long deadline = System.nanoTime() + STARTING.toNanos();
    JobStatus status = cluster.status(id).get();
    while (status != JobStatus.RUNNING && !status.isGloballyTerminalState()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(job.jobName() + " is still " + status);
      }
      TimeUnit.MILLISECONDS.sleep(20);
      status = cluster.status(id).get();
    }
    return status == JobStatus.RUNNING ? Optional.of(id) : Optional.empty();
  }
}
