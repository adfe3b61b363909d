package io.parley.jobs.running;

import io.parley.jobs.JobConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs on a Flink session cluster, submitted over its REST address. The cluster's processes
 * must have Parley's class path ({@code docs/jobs.md}): code does not travel with a job.
 *
 * <p>A job that is there already under its name is left as it is, so that Parley may start again
 * while the cluster works on; another goes on from its latest retained checkpoint, as with {@link
 * JobRunner}. The checkpoints lie in the object store, which the cluster must know as well ({@code
 * docs/jobs.md}), or in a directory that this machine sees under the same path.
 *
 * <p>Thread-safe.
 */
public final class RemoteJobs implements RunningJobs {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteJobs.class);
  private static final Duration ANSWERING = Duration.ofSeconds(15);
  private static final Duration CANCELLING = Duration.ofSeconds(60);

  private final RestClusterClient<StandaloneClusterId> cluster;
  private final StartedJobs started;

  private RemoteJobs(RestClusterClient<StandaloneClusterId> cluster, JobConfig config) {
    this.cluster = cluster;
    this.started =
        new StartedJobs(
            new JobCluster(cluster::submitJob, cluster::getJobStatus, cluster::requestJobResult),
            config);
  }

  /** The cluster does not answer; the message says which. */
  public static final class ClusterUnavailable extends IOException {
    private static final long serialVersionUID = 1;

    ClusterUnavailable(URI address, Throwable cause) {
      super("the Flink cluster at " + address + " does not answer", cause);
    }
  }

  /** This machine can't look into the place of the checkpoints; the message says which and why. */
  public static final class CheckpointsUnavailable extends IOException {
    private static final long serialVersionUID = 1;

    CheckpointsUnavailable(String place, Throwable cause) {
      super("the checkpoints at " + place + " can't be reached: " + cause.getMessage(), cause);
    }
  }

  /**
   * Returns when the given jobs are on the cluster and run.
   *
   * @param address {@code http://host:port} of the JobManager's REST endpoint
   * @throws IllegalArgumentException if the address or the place of the checkpoints can't be used
   * @throws CheckpointsUnavailable if this machine can't look into that place
   * @throws ClusterUnavailable if the cluster does not answer within 15 s
   * @throws IllegalStateException if a job can't be started at all
   */
  public static RemoteJobs start(JobConfig config, Set<Job> jobs, URI address)
      throws IOException, InterruptedException {
    requireCheckpoints(config);
    RemoteJobs remote = new RemoteJobs(connect(address), config);
    try {
      Map<String, JobStatusMessage> present = remote.present(address);
      for (Job job : jobs) {
        JobStatusMessage there = present.get(JobSettings.nameOnCluster(job, config));
        if (there == null || remote.isGoing(there)) {
          remote.started.start(job);
        } else {
          LOG.info("{} runs on the cluster as {}", job.jobName(), there.getJobId());
          remote.started.found(job, there.getJobId());
        }
      }
      return remote;
    } catch (InterruptedException | IOException | RuntimeException e) {
      remote.close();
      throw e;
    } catch (Exception e) {
      remote.close();
      throw new IllegalStateException("the jobs could not be started on " + address, e);
    }
  }

  /** Flink's id of each job. */
  public Map<Job, String> ids() {
    Map<Job, String> ids = new EnumMap<>(Job.class);
    started.ids().forEach((job, id) -> ids.put(job, id.toHexString()));
    return ids;
  }

  @Override
  public Map<Job, String> restoredFrom() {
    return started.restoredFrom();
  }

  @Override
  public Map<Job, String> states() {
    return started.states();
  }

  /** Lets go of the cluster. The jobs stay there and work on; the next start finds them. */
  @Override
  public void close() {
    cluster.close();
  }

  private Map<String, JobStatusMessage> present(URI address)
      throws ClusterUnavailable, InterruptedException {
    try {
      Map<String, JobStatusMessage> present = new HashMap<>();
      for (JobStatusMessage job :
          cluster.listJobs().get(ANSWERING.toMillis(), TimeUnit.MILLISECONDS)) {
        if (!job.getJobState().isGloballyTerminalState()) {
          present.put(job.getJobName(), job);
        }
      }
      return present;
    } catch (ExecutionException | TimeoutException e) {
      throw new ClusterUnavailable(address, e);
    }
  }

  /** Whether somebody is just ending the job; returns when it has ended. */
  private boolean isGoing(JobStatusMessage job) throws Exception {
    JobStatus state = job.getJobState();
    if (state != JobStatus.CANCELLING && state != JobStatus.FAILING) {
      return false;
    }
    JobStatus end =
        cluster
            .requestJobResult(job.getJobId())
            .get(CANCELLING.toMillis(), TimeUnit.MILLISECONDS)
            .getJobStatus()
            .orElse(JobStatus.CANCELED);
    LOG.info("{} on the cluster has ended: {}", job.getJobName(), end);
    return true;
  }

  private static void requireCheckpoints(JobConfig config) throws CheckpointsUnavailable {
    URI place = JobSettings.checkpoints(config);
    if (!"file".equals(place.getScheme()) && !RetainedCheckpoints.inObjectStore(place)) {
      throw new IllegalArgumentException(
          "checkpoints must lie in the object store (s3://bucket/prefix) or in a directory this"
              + " machine and the cluster share, not in "
              + place);
    }
    try {
      RetainedCheckpoints.requireReachable(config);
    } catch (IOException e) {
      throw new CheckpointsUnavailable(config.checkpoints(), e);
    }
  }

  private static RestClusterClient<StandaloneClusterId> connect(URI address) {
    if (!"http".equals(address.getScheme()) || address.getHost() == null || address.getPort() < 0) {
      throw new IllegalArgumentException("not http://host:port: " + address);
    }
    Configuration settings = new Configuration();
    settings.set(RestOptions.ADDRESS, address.getHost());
    settings.set(RestOptions.PORT, address.getPort());
    settings.set(RestOptions.CONNECTION_TIMEOUT, Duration.ofSeconds(5));
    settings.set(RestOptions.RETRY_MAX_ATTEMPTS, 3);
    settings.set(RestOptions.RETRY_DELAY, Duration.ofSeconds(1));
    try {
      return new RestClusterClient<>(settings, StandaloneClusterId.getInstance());
    } catch (Exception e) {
      throw new IllegalStateException("no REST client for " + address, e);
    }
  }
}
