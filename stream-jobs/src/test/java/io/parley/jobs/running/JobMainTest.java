package io.parley.jobs.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.dag.Pipeline;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.PackagedProgramUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The main, called as {@code flink run} calls it. */
class JobMainTest {
  private static final List<String> SETTINGS =
      List.of(
          "--kafka", "localhost:9092",
          "--topics.prefix", "house-",
          "--objects.endpoint", "http://localhost:9000",
          "--objects.bucket", "parley",
          "--objects.access-key", "key",
          "--objects.secret-key", "secret",
          "--database.url", "jdbc:postgresql://localhost/parley",
          "--database.user", "parley",
          "--index.directory", "/index",
          "--model.name", "m",
          "--model.directory", "/model",
          "--checkpoints.directory", "/checkpoints",
          "--parallelism", "3");

  @ParameterizedTest
  @EnumSource(Job.class)
  void buildsTheJobThatIsAskedFor(Job job) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--job", job.jobName()));
    arguments.addAll(SETTINGS);
    PackagedProgram program =
        PackagedProgram.newBuilder()
            .setEntryPointClassName(JobMain.class.getName())
            .setArguments(arguments.toArray(String[]::new))
            .build();
    Pipeline pipeline =
        PackagedProgramUtils.getPipelineFromProgram(program, new Configuration(), 1, true);
    StreamGraph graph = (StreamGraph) pipeline;
    assertThat(graph.getJobName()).isEqualTo("parley-house-" + job.jobName());
    assertThat(graph.getStreamNodes())
        .extracting(node -> node.getParallelism())
        .contains(job == Job.RECORDING || job == Job.TRANSCRIPTION ? 3 : 1);
    assertThat(graph.getCheckpointConfig().getCheckpointInterval()).isEqualTo(5_000);
  }

  @Test
  void saysWhichJobsThereAre() {
    assertThatThrownBy(() -> JobMain.main(new String[] {"--kafka", "localhost:9092"}))
        .hasMessage("missing: --job recording|transcription|indexing|minutes");
    assertThatThrownBy(() -> JobMain.main(new String[] {"--job", "dancing"}))
        .hasMessageStartingWith("no such job: dancing; one of recording|");
  }
}
