package io.parley.jobs.running;

import io.parley.jobs.JobConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * One job for Flink's own tools: {@code flink run -c io.parley.jobs.running.JobMain stream-jobs.jar
 * --job recording --kafka …}. Without such a tool it runs in this process until it is stopped.
 *
 * <p>It reads the log from its start unless the tool is told of a checkpoint ({@code flink run
 * -s}); {@link RemoteJobs} looks for the latest by itself.
 */
public final class JobMain {
  private static final String JOB = "--job";

  private JobMain() {}

  /**
   * @param args {@code --job recording|transcription|indexing|minutes} and the arguments of {@link
   *     JobConfig#parse}
   * @throws IllegalArgumentException if the job is missing or unknown, or a setting unusable
   */
  public static void main(String[] args) throws Exception {
    List<String> settings = new ArrayList<>(List.of(args));
    Job job = takeJob(settings);
    JobConfig config = JobConfig.parse(settings.toArray(String[]::new));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            JobSettings.of(job, config, Optional.empty()));
    job.build(env, config);
    env.execute();
  }

  private static Job takeJob(List<String> arguments) {
    int at = arguments.indexOf(JOB);
    if (at < 0 || at + 1 >= arguments.size()) {
      throw new IllegalArgumentException("missing: " + JOB + " " + choices());
    }
    String name = arguments.remove(at + 1);
    arguments.remove(at);
    return Arrays.stream(Job.values())
        .filter(job -> job.jobName().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no such job: " + name + "; one of " + choices()));
  }

  private static String choices() {
    return Arrays.stream(Job.values()).map(Job::jobName).collect(Collectors.joining("|"));
  }
}
