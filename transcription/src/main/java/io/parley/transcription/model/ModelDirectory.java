package io.parley.transcription.model;

import io.parley.transcription.RecogniserModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Unpacked models.
 *
 * <pre>
 * models/
 *   {name}/…                    a whole model: directories appear by renaming, never by filling
 *   {name}/parley-model.properties   name, language, syntheticVoicesOnly
 *   .unpacking/                 scratch, deleted at start
 *   .{name}.zip.part            a download to be resumed
 * </pre>
 */
final class ModelDirectory {
  private static final String ABOUT = "parley-model.properties";

  private ModelDirectory() {}

  /** Whether Vosk would find its parts here; the recogniser itself judges their content. */
  static boolean isModel(Path directory) {
    return Stream.of("am/final.mdl", "final.mdl").anyMatch(f -> filled(directory.resolve(f)))
        && Stream.of("graph/HCLG.fst", "graph/HCLr.fst", "HCLG.fst", "HCLr.fst")
            .anyMatch(f -> filled(directory.resolve(f)));
  }

  private static boolean filled(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  static void describe(Path directory, String name, String language, boolean syntheticVoicesOnly)
      throws IOException {
    Properties about = new Properties();
    about.setProperty("name", name);
    about.setProperty("language", language);
    about.setProperty("syntheticVoicesOnly", Boolean.toString(syntheticVoicesOnly));
    try (Writer out = Files.newBufferedWriter(directory.resolve(ABOUT))) {
      about.store(out, null);
    }
  }

  /**
   * @param language of a model that doesn't say
   */
  static RecogniserModel read(Path directory, String language) throws IOException {
    Properties about = new Properties();
    Path file = directory.resolve(ABOUT);
    if (Files.exists(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        about.load(in);
      }
    }
    String name = String.valueOf(directory.toAbsolutePath().normalize().getFileName());
    boolean demonstration = name.equals(DemonstrationArchive.NAME);
    return new RecogniserModel(
        about.getProperty("name", name),
        about.getProperty("language", language),
        Boolean.parseBoolean(
            about.getProperty("syntheticVoicesOnly", Boolean.toString(demonstration))),
        directory);
  }

  /** The models of human voices under {@code models}, by name. */
  static List<Path> downloaded(Path models) throws IOException {
    if (!Files.isDirectory(models)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(models)) {
      return entries
          .filter(d -> !d.getFileName().toString().startsWith("."))
          .filter(d -> !d.getFileName().toString().equals(DemonstrationArchive.NAME))
          .filter(ModelDirectory::isModel)
          .sorted()
          .toList();
    }
  }

  /** The model in an unpacked archive: at its top or in its one folder. */
  static Optional<Path> within(Path unpacked) throws IOException {
    try (Stream<Path> candidates = Files.walk(unpacked, 2)) {
      return candidates.filter(Files::isDirectory).filter(ModelDirectory::isModel).findFirst();
    }
  }

  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
