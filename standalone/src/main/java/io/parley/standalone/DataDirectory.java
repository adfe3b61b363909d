package io.parley.standalone;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where everything lives that must survive a restart.
 *
 * <pre>
 * data/
 *   lock           held while an instance runs; contains its process id
 *   secrets/       made once, readable by the owner only
 *   kafka/         the log
 *   postgres/      the catalogue
 *   objects/       the object store
 *   index/         the transcript index
 *   checkpoints/   where the jobs go on after a restart
 *   models/        recogniser models
 *   native/        FFmpeg's libraries, unpacked
 *   parley.conf    the person's own settings, if any
 *   parley.log     what happened; sfu.log and jobs.log beside it
 * </pre>
 */
public final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final @Nullable FileChannel channel;
  private final @Nullable FileLock lock;

  private DataDirectory(Path path, @Nullable FileChannel channel, @Nullable FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the directory for this process.
   *
   * @param minimumFreeBytes refused below this
   * @throws StartupException if it can't be made or written, another instance has it, or the disk
   *     is (nearly) full
   */
  public static DataDirectory open(Path path, long minimumFreeBytes) throws StartupException {
    try {
      Files.createDirectories(path);
      // Not Files.getFileStore: in a changed root it does not find the mount.
      long free = path.toFile().getUsableSpace();
      if (free < minimumFreeBytes) {
        throw new StartupException(
            "the disk of "
                + path
                + " has "
                + (free >> 20)
                + " MB free; "
                + (minimumFreeBytes >> 20)
                + " MB are needed (minimum-free-disk)");
      }
      return lock(path);
    } catch (IOException e) {
      throw new StartupException("the data directory can't be used: " + path + " (" + e + ")", e);
    }
  }

  /**
   * The directory of a running instance, for a part that is run by itself: it shares the secrets
   * and does not take the lock.
   *
   * @throws StartupException if it does not exist
   */
  public static DataDirectory shared(Path path) throws StartupException {
    if (!Files.isDirectory(path)) {
      throw new StartupException(
          "there is no data directory " + path + "; run up or prepare first");
    }
    return new DataDirectory(path, null, null);
  }

  private static DataDirectory lock(Path path) throws IOException, StartupException {
    Path file = path.resolve("lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      String owner = Files.readString(file).strip();
      channel.close();
      throw new StartupException(
          "another Parley (process " + owner + ") runs on the data directory " + path);
    }
    channel.truncate(0);
    channel.write(StandardCharsets.UTF_8.encode(Long.toString(ProcessHandle.current().pid())), 0);
    return new DataDirectory(path, channel, lock);
  }

  public Path path() {
    return path;
  }

  public Path resolve(String child) {
    return path.resolve(child);
  }

  /**
   * A secret of 32 random bytes, hexadecimal, made at the first call and the same ever after.
   *
   * @throws StartupException if it can't be kept
   */
  public String secret(String name) throws StartupException {
    Path file = path.resolve("secrets").resolve(name);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(
            file.getParent(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(bytes));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StartupException("the secret " + file + " can't be kept: " + e, e);
    }
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.release();
    }
    if (channel != null) {
      channel.close();
    }
  }
}
