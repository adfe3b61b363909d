package io.parley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.e2e.Directories;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What can be found wrong before anything starts: one line on standard error, and a code. */
class CommandLineTest {
  private final Path data = Path.of("target/command-line").toAbsolutePath();

  @BeforeEach
  void emptyDirectory() throws Exception {
    Directories.empty(data);
  }

  @Test
  void helpListsTheOptions() {
    StringWriter out = new StringWriter();
    CommandLine command = Main.commandLine().setOut(new PrintWriter(out));
    assertThat(command.execute("up", "--help")).isZero();
    assertThat(out.toString()).contains("--data-dir", "--config", "--set", "--host", "--port");
  }

  @Test
  void unknownFlag() {
    refused(Main.MISUSED, List.of("--colour"), "--colour", "./parley up --help");
  }

  @Test
  void portThatIsNoNumber() {
    refused(Main.MISUSED, List.of("--port", "http"), "--port", "http");
  }

  @Test
  void unknownKeyOnTheCommandLine() {
    refused(Main.NOT_STARTED, List.of("--set", "web.prot=81"), "unknown setting 'web.prot'");
  }

  @Test
  void unknownKeyInTheFile() throws Exception {
    Files.writeString(data.resolve("parley.conf"), "parley {\n  sfu.colour = red\n}\n");
    refused(Main.NOT_STARTED, List.of(), "parley.sfu.colour", "line 2");
  }

  @Test
  void valueOfTheWrongType() {
    refused(Main.NOT_STARTED, List.of("--set", "minimum-free-disk=much"), "minimum-free-disk");
  }

  @Test
  void fullDisk() {
    refused(
        Main.NOT_STARTED, List.of("--set", "minimum-free-disk=1000PB"), "MB free", "are needed");
  }

  private void refused(int code, List<String> arguments, String... said) {
    List<String> all = new ArrayList<>(List.of("up", "--data-dir", data.toString()));
    all.addAll(arguments);
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(err, true));
    assertThat(command.execute(all.toArray(String[]::new))).isEqualTo(code);
    assertThat(err.toString().lines()).hasSize(1).first().asString().startsWith("parley: ");
    assertThat(err.toString()).contains(said);
  }
}
