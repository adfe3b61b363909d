package io.parley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.Directories;
import io.parley.e2e.ParleyProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The life of one data directory: a start that is broken off, one that is killed, and one that is
 * ended from the terminal. Every run takes over from the one before.
 */
class UpIT {
  private static final String PASSWORD = "correct horse battery";

  private final Path data = Path.of("target/up").toAbsolutePath();

  @Test
  void keepsWhatItWasGivenAndLeavesNoProcess() throws Exception {
    Directories.empty(data);
    stoppedInTheMiddleOfItsStart();
    killedWithoutWarning();
    endedFromTheTerminal();
  }

  /** SIGTERM as soon as the first server stands: the others are just starting. */
  private void stoppedInTheMiddleOfItsStart() throws Exception {
    try (ParleyProcess parley = ParleyProcess.launch(data)) {
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> parley.output().contains("object store"));
      List<ProcessHandle> tree = parley.tree();
      assertThat(parley.stop()).isEqualTo(128 + 15);
      assertThat(parley.output()).doesNotContain("Parley is ready");
      assertThat(parley.output()).endsWith("Stopped before it was ready.");
      assertGone(tree);
    }
  }

  private void killedWithoutWarning() throws Exception {
    try (ParleyProcess parley = ParleyProcess.up(data)) {
      String output = parley.output();
      assertThat(output).contains("Data:            " + data);
      assertThat(output).doesNotContain("SLF4J", "WARNING", "OpenJDK");
      Visitor admin = new Visitor(parley.url());
      assertThat(admin.page()).contains("<title>");
      admin.signIn(parley.firstAccount().get(0), parley.firstAccount().get(1));

      Visitor ada = new Visitor(parley.url());
      ada.register("ada@example.org", PASSWORD);
      ada.post("/api/v1/meetings", Map.of("subject", "Release planning 发布计划"));

      secondInstanceIsRefused();
      takenPortIsRefused(URI.create(parley.url()).getPort());

      List<ProcessHandle> tree = parley.tree();
      assertThat(tree.stream().map(UpIT::program)).contains("postgres", "java");
      parley.handle().destroyForcibly();
      assertGone(tree);
    }
  }

  private void endedFromTheTerminal() throws Exception {
    try (ParleyProcess parley = ParleyProcess.up(data)) {
      assertThat(parley.output()).contains("password as printed at the first start");
      Visitor ada = new Visitor(parley.url());
      ada.signIn("ada@example.org", PASSWORD);
      assertThat(ada.get("/api/v1/meetings").get("items"))
          .singleElement()
          .satisfies(
              meeting ->
                  assertThat(meeting.get("subject").asText()).isEqualTo("Release planning 发布计划"));

      List<ProcessHandle> tree = parley.tree();
      new ProcessBuilder("sh", "-c", "kill -INT " + parley.handle().pid()).start().waitFor();
      assertThat(parley.exitCode()).isEqualTo(128 + 2);
      assertThat(parley.output()).endsWith("Stopping …");
      assertGone(tree);
      assertThat(data.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
      assertThat(Files.readString(data.resolve("parley.log"))).doesNotContain("did not stop");
    }
  }

  private void secondInstanceIsRefused() throws Exception {
    refused(data, "another Parley (process ", "runs on the data directory " + data);
  }

  private static void takenPortIsRefused(int port) throws Exception {
    Path other = Path.of("target/up-other").toAbsolutePath();
    Directories.empty(other);
    refused(other, "TCP port " + port, "--set web.port=PORT", "--port", Integer.toString(port));
    assertThat(other.resolve("kafka")).as("nothing was started").doesNotExist();
  }

  private static void refused(Path data, String said, String alsoSaid, String... more)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(more));
    try (ParleyProcess refused = ParleyProcess.launch(data, arguments.toArray(String[]::new))) {
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.output().lines()).hasSize(1);
      assertThat(refused.output()).startsWith("parley: ").contains(said, alsoSaid);
    }
  }

  /** Some end a moment after the main process; none may stay. */
  private static void assertGone(List<ProcessHandle> tree) throws Exception {
    assertThat(tree).isNotEmpty();
    for (ProcessHandle process : tree) {
      process.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  private static String program(ProcessHandle process) {
    return process.info().command().map(path -> Path.of(path).getFileName().toString()).orElse("");
  }
}
