package io.parley.jobs.media.mux;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The data of a file whose header can only be written when all of the data is known: kept in a file
 * of its own until then. One thread; to be closed.
 */
final class CopyBody implements AutoCloseable {
  private final Path file;
  private final OutputStream out;
  private long size;

  CopyBody(Path file) throws IOException {
    this.file = file;
    this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  /** Bytes so far; where the next go. */
  long size() {
    return size;
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
    size += bytes.length;
  }

  /** Gives header and data; nothing may be written afterwards. */
  void behind(byte[] header, OutputStream to) throws IOException {
    out.flush();
    to.write(header);
    Files.copy(file, to);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
