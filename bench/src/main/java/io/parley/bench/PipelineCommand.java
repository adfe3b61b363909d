package io.parley.bench;

import io.parley.transcription.fixtures.FixtureDialogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code bench pipeline}: one meeting from the door to the minutes, with figures. */
@Command(
    name = "pipeline",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "A meeting of fixture participants on a freshly started product: time to the first frame, "
            + "caption delays, completion after the end, CPU, memory, packets.")
final class PipelineCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print one JSON object on standard output.")
  private boolean json;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description = "Meetings held one after the other on the same process (default: 1).")
  private int rounds;

  @Option(
      names = "--dialogue",
      paramLabel = "ID",
      defaultValue = "d3_release",
      description = "Fixture dialogue that is spoken (default: ${DEFAULT-VALUE}).")
  private String dialogue = "";

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Speak only the first seconds of the dialogue.")
  private @Nullable Integer seconds;

  @Option(names = "--threads", description = "Also list the busiest threads on standard error.")
  private boolean threads;

  @Option(
      names = "--keep-data",
      paramLabel = "DIR",
      description = "Use this data directory and leave it; by default a temporary one is deleted.")
  private @Nullable Path keepData;

  @Override
  public Integer call() throws Exception {
    if (rounds < 1) {
      throw new ParameterException(new picocli.CommandLine(this), "--rounds must be 1 or more");
    }
    FixtureDialogue spoken = FixtureDialogue.load(dialogue);
    long millis =
        seconds == null ? spoken.durationMs() : Math.min(spoken.durationMs(), seconds * 1_000L);
    Path data = keepData != null ? keepData : Files.createTempDirectory("parley-bench-");
    try {
      Progress progress = new Progress(System.err);
      PipelineReport report =
          new PipelineBench(spoken, millis, rounds, threads, progress).run(data);
      System.out.println(json ? report.json() : report.table());
      System.out.flush();
      return 0;
    } finally {
      if (keepData == null) {
        delete(data);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
