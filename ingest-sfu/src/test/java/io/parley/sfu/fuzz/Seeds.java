package io.parley.sfu.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The committed seeds: recorded traffic, samples of the RFCs, and what was once a finding. */
final class Seeds {
  private Seeds() {}

  static List<Path> of(Parser parser) {
    try (Stream<Path> files = Files.list(root().resolve(parser.directory()))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Path root() {
    try {
      return Path.of(java.util.Objects.requireNonNull(Seeds.class.getResource("/fuzz")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
