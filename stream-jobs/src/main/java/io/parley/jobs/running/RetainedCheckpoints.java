package io.parley.jobs.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The checkpoints that earlier runs of a job left behind.
 *
 * <pre>
 * directory/{Flink's id of the run}/chk-{n}/_metadata    written last: its presence makes it whole
 * </pre>
 */
final class RetainedCheckpoints {
  private static final String METADATA = "_metadata";

  private RetainedCheckpoints() {}

  /** Whole checkpoints, the latest first. Empty if the job never ran. */
  static List<Path> in(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory, 3)) {
      return files
          .filter(file -> file.getFileName().toString().equals(METADATA))
          .sorted(Comparator.comparing(RetainedCheckpoints::written).reversed())
          .map(Path::getParent)
          .toList();
    }
  }

  private static FileTime written(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
