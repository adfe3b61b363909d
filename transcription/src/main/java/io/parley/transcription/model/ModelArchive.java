package io.parley.transcription.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Unpacks a zipped model all or nothing. */
final class ModelArchive {
  private static final long MOST_BYTES = 16L << 30;
  private static final int MOST_ENTRIES = 10_000;

  private ModelArchive() {}

  /**
   * @param target appears whole, or not at all
   * @throws IOException if it is no zip, points outside itself, is absurdly large or holds no model
   */
  static void install(
      InputStream zipped, Path target, String name, String language, boolean synthetic)
      throws IOException {
    Path scratch = target.resolveSibling(".unpacking");
    ModelDirectory.delete(scratch);
    try {
      unpack(zipped, Files.createDirectories(scratch));
      Path found =
          ModelDirectory.within(scratch)
              .orElseThrow(() -> new IOException("the archive holds no Vosk model"));
      ModelDirectory.describe(found, name, language, synthetic);
      ModelDirectory.delete(target);
      rename(found, target);
    } finally {
      ModelDirectory.delete(scratch);
    }
  }

  static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("the data directory can't rename in one step: " + to.getParent(), e);
    }
  }

  private static void unpack(InputStream zipped, Path into) throws IOException {
    long bytes = 0;
    int entries = 0;
    byte[] buffer = new byte[1 << 16];
    try (ZipInputStream zip = new ZipInputStream(zipped)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = into.resolve(entry.getName()).normalize();
        if (!file.startsWith(into)) {
          throw new IOException("the archive points outside itself: " + entry.getName());
        }
        if (++entries > MOST_ENTRIES) {
          throw new IOException("the archive has more than " + MOST_ENTRIES + " entries");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
          for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
            bytes += n;
            if (bytes > MOST_BYTES) {
              throw new IOException("the archive unpacks to more than " + MOST_BYTES + " bytes");
            }
            out.write(buffer, 0, n);
          }
        }
      }
    }
    if (entries == 0) {
      throw new IOException("the archive is no zip file");
    }
  }
}
