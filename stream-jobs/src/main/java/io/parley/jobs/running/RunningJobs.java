package io.parley.jobs.running;

import java.util.Map;

/** Jobs that were started, in this process or on a cluster. Thread-safe. */
public interface RunningJobs extends AutoCloseable {
  /**
   * What Flink says of each job: {@code RUNNING}, {@code RESTARTING}…; UNKNOWN if it does not
   * answer within 2 s.
   */
  Map<Job, String> states();

  /**
   * The checkpoints, as URIs, from which jobs went on; one that reads the log from its start is not
   * there.
   */
  Map<Job, String> restoredFrom();

  /** Lets go of the jobs: ends those in this process, leaves those on a cluster. */
  @Override
  void close();
}
