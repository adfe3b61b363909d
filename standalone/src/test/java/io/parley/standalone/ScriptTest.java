package io.parley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script before it comes to Java. */
class ScriptTest {
  private static final Path SCRIPT = Path.of("../parley").toAbsolutePath().normalize();

  @TempDir Path dir;

  /** What a command printed and how it ended. */
  private record Ended(int code, String out, String err) {}

  @Test
  void helpListsTheCommands() throws Exception {
    Ended help = run(Map.of(), "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("up", "test", "bench", "build", "run", "dev");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void unknownCommand() throws Exception {
    Ended unknown = run(Map.of(), "upp");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).startsWith("parley: unknown command 'upp'");
    assertThat(unknown.out()).isEmpty();
  }

  @Test
  void anOlderJavaIsRefused() throws Exception {
    Path java = Files.createDirectories(dir.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.25\" 2024-10-15' >&2\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    refused(dir.resolve("jdk"), "Java 17 is needed", "is Java 11");
  }

  @Test
  void aJavaHomeWithoutJavaIsRefused() throws Exception {
    refused(dir.resolve("nowhere"), "JAVA_HOME is set to " + dir.resolve("nowhere"));
  }

  private void refused(Path javaHome, String... said) throws Exception {
    Ended up = run(Map.of("JAVA_HOME", javaHome.toString()), "up");
    assertThat(up.code()).isEqualTo(1);
    assertThat(up.err().lines()).hasSize(1).first().asString().startsWith("parley: ");
    assertThat(up.err()).contains(said);
  }

  private Ended run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Path out = dir.resolve("out");
    Path err = dir.resolve("err");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    int code = builder.start().waitFor();
    return new Ended(code, Files.readString(out), Files.readString(err));
  }
}
