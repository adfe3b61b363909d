package io.parley.jobs.media.mux;

import java.io.IOException;
import java.io.OutputStream;

/** Turns the segments of a recording into one MP4 file whose index stands first. */
@SuppressWarnings("DoNotCallSuggester")
public final class Mp4Remux {
  private Mp4Remux() {}

  /** What goes into the file. */
  public enum Content {
    PICTURE_AND_SOUND,
    SOUND_ONLY
  }

  /** Segments by number, read twice: once for the index, once for the data. */
  @FunctionalInterface
  public interface SegmentSource {
    byte[] read(int index) throws IOException;
  }

  /** Writes the file to {@code out}; nothing is encoded again. Holds one segment at a time. */
  public static void write(
      byte[] init, SegmentSource segments, int count, Content content, OutputStream out)
      throws IOException {
    throw new UnsupportedOperationException(init.length + " " + segments + count + content + out);
  }
}
