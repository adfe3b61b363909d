package io.parley.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobConfigTest {
  private static final List<String> REQUIRED =
      List.of(
          "--kafka", "127.0.0.1:9092",
          "--objects.endpoint", "http://127.0.0.1:9000",
          "--objects.bucket", "parley",
          "--objects.access-key", "key",
          "--objects.secret-key", "very-secret",
          "--database.url", "jdbc:postgresql://127.0.0.1/parley",
          "--database.user", "parley",
          "--database.password", "hidden-too",
          "--index.directory", "/data/index",
          "--model.name", "m",
          "--model.directory", "/data/m",
          "--checkpoints.directory", "/data/checkpoints");

  private static JobConfig with(String... more) {
    List<String> all = new ArrayList<>(REQUIRED);
    all.addAll(List.of(more));
    return JobConfig.parse(all.toArray(String[]::new));
  }

  @Test
  void hasDefaultsAndSurvivesItsOwnArguments() {
    JobConfig config = with("--zone", "Europe/Berlin");
    assertThat(config.graceMillis()).isEqualTo(2_500);
    assertThat(config.archiveWindows()).isEqualTo(8);
    assertThat(config.parallelism()).isEqualTo(2);
    assertThat(config.checkpointMillis()).isEqualTo(5_000);
    assertThat(config.picture()).isEqualTo(JobConfig.Picture.standard());
    assertThat(JobConfig.parse(config.toArguments())).isEqualTo(config);
  }

  @Test
  void refusesWhatIsUnknownMissingOrOutOfRange() {
    assertThatThrownBy(() -> with("--colour", "blue")).hasMessageContaining("colour");
    assertThatThrownBy(() -> JobConfig.parse()).hasMessageContaining("missing: --kafka");
    assertThatThrownBy(() -> with("--parallelism", "many")).hasMessageContaining("parallelism");
    assertThatThrownBy(() -> with("--parallelism", "0")).hasMessageContaining("parallelism");
    assertThatThrownBy(() -> with("--picture.width", "641")).hasMessageContaining("width");
    assertThatThrownBy(() -> with("--zone", "Mars")).hasMessageContaining("Mars");
  }

  @Test
  void neverShowsSecrets() {
    assertThat(with().toString()).doesNotContain("very-secret").doesNotContain("hidden-too");
  }
}
