package io.parley.jobs.media.mux;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the segments of a recording into one MP4 file whose index stands first ({@link Mp4Header});
 * its data is picture 0, sound 0, picture 1, sound 1, …
 */
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

  /**
   * Writes the file to {@code out}; nothing is encoded again. Holds one segment at a time and the
   * index (about 4 kB a window).
   *
   * @param count segments, in order; a missing one may be left out, time stands still there
   * @throws IllegalArgumentException if a segment is not one of {@link Fmp4}
   */
  public static void write(
      byte[] init, SegmentSource segments, int count, Content content, OutputStream out)
      throws IOException {
    int first = content == Content.SOUND_ONLY ? 1 : 0;
    List<Mp4Header.Track> tracks = new ArrayList<>();
    for (int track = first; track < 2; track++) {
      tracks.add(
          new Mp4Header.Track(
              track == 0 ? Movie.VIDEO_TRACK : Movie.AUDIO_TRACK,
              track == 0 ? Fmp4.width(init) : 0,
              track == 0 ? Fmp4.height(init) : 0,
              Fmp4.sampleDescription(init, track).copy(),
              new SampleTable()));
    }
    long data = 0;
    for (int i = 0; i < count; i++) {
      byte[] segment = segments.read(i);
      for (int track = first; track < 2; track++) {
        SegmentSamples samples = SegmentSamples.of(segment, track);
        samples.addTo(tracks.get(track - first).samples(), data);
        data += samples.bytes();
      }
    }
    out.write(Mp4Header.of(content == Content.SOUND_ONLY ? "M4A " : "isom", tracks, data));
    for (int i = 0; i < count; i++) {
      byte[] segment = segments.read(i);
      for (int track = first; track < 2; track++) {
        SegmentSamples samples = SegmentSamples.of(segment, track);
        out.write(segment, samples.offset(), samples.bytes());
      }
    }
  }
}
