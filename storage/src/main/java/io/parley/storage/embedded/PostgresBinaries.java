package io.parley.storage.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL itself, unpacked once from the archive on the class path.
 *
 * <pre>
 * binaries/
 *   {checksum of the archive}/   bin, lib, share
 * </pre>
 */
final class PostgresBinaries {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final int OWNER_MAY_EXECUTE = 0100;

  private PostgresBinaries() {}

  /**
   * The directory that holds {@code bin}. An unpacking that was cut short is done again.
   *
   * @throws IOException if the archive is missing or the disk does not take it
   */
  static Path unpacked(Path binaries) throws IOException {
    URL archive = PostgresBinaries.class.getResource(ARCHIVE);
    if (archive == null || !(archive.openConnection() instanceof JarURLConnection jar)) {
      throw new IOException("no PostgreSQL for this machine on the class path");
    }
    Path home = binaries.resolve(String.format(Locale.ROOT, "%08x", jar.getJarEntry().getCrc()));
    if (!Files.isDirectory(home)) {
      Path part = binaries.resolve(home.getFileName() + ".part");
      try (InputStream packed = jar.getInputStream()) {
        unpack(packed, part);
      }
      Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
    }
    return home;
  }

  private static void unpack(InputStream packed, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
          throw new IOException("the archive leaves its directory: " + entry.getName());
        }
        unpack(tar, entry, target);
      }
    }
  }

  private static void unpack(InputStream content, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.deleteIfExists(target);
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
    boolean program = (entry.getMode() & OWNER_MAY_EXECUTE) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
  }
}
