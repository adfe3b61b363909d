package io.parley.transcription;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The bundled model, unpacked once a test run. */
public final class DemonstrationModel {
  private DemonstrationModel() {}

  private static final class Loaded {
    static final VoskRecogniser RECOGNISER = load();
  }

  public static VoskRecogniser recogniser() {
    return Loaded.RECOGNISER;
  }

  private static VoskRecogniser load() {
    try (InputStream in = VoskRecogniser.class.getResourceAsStream("model/vosk-model-demo-en.zip");
        ZipInputStream zip = new ZipInputStream(in)) {
      Path target = Files.createTempDirectory(Path.of("target"), "model");
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = target.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
      return VoskRecogniser.shared(
          new RecogniserModel(
              "vosk-model-demo-en", "en-US", true, target.resolve("vosk-model-demo-en")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
