package io.parley.jobs.testing;

import io.parley.storage.embedded.ParentWatch;
import java.util.Arrays;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/** Flink's own mains, but never outliving the test. */
public final class FlinkProcess {
  static final String JOB_MANAGER = "job-manager";
  static final String TASK_MANAGER = "task-manager";

  private FlinkProcess() {}

  public static void main(String[] args) throws Exception {
    ParentWatch.exitWithParent();
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    switch (args[0]) {
      case JOB_MANAGER -> StandaloneSessionClusterEntrypoint.main(rest);
      case TASK_MANAGER -> TaskManagerRunner.main(rest);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }
}
