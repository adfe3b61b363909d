package io.parley.sfu.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Jazzer, guided by coverage, in a JVM of its own: some seconds over all parsers together, or with
 * {@code -Dparley.fuzz.seconds=N} that long in all, one parser after the other. What it learns and
 * what it finds is kept in {@code target/fuzz}; a finding belongs into the seeds once it is mended.
 */
class FuzzIT {
  private static final int SHORT_SECONDS = 6;
  private static final int LONGEST_INPUT = 4_096;

  private final Path work = Path.of("target", "fuzz").toAbsolutePath();

  @Test
  void nothingThatStrangersSendBreaksAParser() throws Exception {
    int seconds = Integer.getInteger("parley.fuzz.seconds", 0);
    if (seconds == 0) {
      Path corpus = Files.createDirectories(work.resolve("all"));
      for (Parser parser : Parser.values()) {
        seed(parser, corpus, true);
      }
      run("all", corpus, SHORT_SECONDS, List.of());
      return;
    }
    for (Parser parser : Parser.values()) {
      Path corpus = Files.createDirectories(work.resolve(parser.directory()));
      seed(parser, corpus, false);
      int each = Math.max(1, seconds / Parser.values().length);
      run(parser.directory(), corpus, each, List.of("--target_args=" + parser.name()));
    }
  }

  private static void seed(Parser parser, Path corpus, boolean chosenByFirstByte)
      throws IOException {
    for (Path seed : Seeds.of(parser)) {
      byte[] bytes = Files.readAllBytes(seed);
      byte[] input = bytes;
      if (chosenByFirstByte) {
        input = new byte[bytes.length + 1];
        input[0] = (byte) List.of(Parser.values()).indexOf(parser);
        System.arraycopy(bytes, 0, input, 1, bytes.length);
      }
      Files.write(corpus.resolve("seed-" + parser.directory() + "-" + seed.getFileName()), input);
    }
  }

  private void run(String name, Path corpus, int seconds, List<String> more) throws Exception {
    Path findings = Files.createDirectories(work.resolve("findings"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.add("-cp"); // Surefire hides the real one behind a jar.
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + FuzzTarget.class.getName());
    command.add("--instrumentation_includes=io.parley.**:org.ice4j.**:org.bouncycastle.tls.**");
    command.add("--custom_hook_includes=io.parley.**");
    command.add("--reproducer_path=" + findings);
    command.addAll(more);
    command.add("-artifact_prefix=" + findings + "/" + name + "-");
    command.add("-max_total_time=" + seconds);
    command.add("-max_len=" + LONGEST_INPUT);
    command.add("-timeout=60");
    command.add("-rss_limit_mb=3000");
    command.add(corpus.toString());
    Path log = work.resolve(name + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(seconds + 120L, TimeUnit.SECONDS)).as("ends by itself").isTrue();
      assertThat(process.exitValue()).as("a finding: see %s", log).isZero();
      assertThat(Files.readString(log)).contains("Done ");
    } finally {
      process.destroyForcibly();
    }
  }
}
