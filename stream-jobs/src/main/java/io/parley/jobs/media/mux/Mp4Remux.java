package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Turns the segments of a recording into one MP4 file (ISO/IEC 14496-12) whose index stands first:
 *
 * <pre>
 * ftyp | moov (index of all samples) | mdat: picture 0, sound 0, picture 1, sound 1, …
 * </pre>
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
   * index (about 2 kB a window).
   *
   * @param count segments, in order; a missing one may be left out, time stands still there
   * @throws IllegalArgumentException if a segment is not one of {@link Fmp4}
   */
  public static void write(
      byte[] init, SegmentSource segments, int count, Content content, OutputStream out)
      throws IOException {
    List<SampleIndex> tracks = new ArrayList<>();
    for (int track = firstTrack(content); track < 2; track++) {
      tracks.add(new SampleIndex());
    }
    for (int i = 0; i < count; i++) {
      byte[] segment = segments.read(i);
      for (int track = 0; track < tracks.size(); track++) {
        tracks.get(track).add(segment, track + firstTrack(content));
      }
    }
    out.write(header(init, tracks, content));
    for (int i = 0; i < count; i++) {
      byte[] segment = segments.read(i);
      for (SampleIndex track : tracks) {
        SampleIndex.Chunk chunk = track.chunks.get(i);
        out.write(segment, chunk.offset(), chunk.bytes());
      }
    }
  }

  private static int firstTrack(Content content) {
    return content == Content.SOUND_ONLY ? 1 : 0;
  }

  private static byte[] header(byte[] init, List<SampleIndex> tracks, Content content) {
    long data = 0;
    for (SampleIndex track : tracks) {
      for (SampleIndex.Chunk chunk : track.chunks) {
        data += chunk.bytes();
      }
    }
    // The chunk offsets depend on the header's length, which does not depend on them.
    int length = header(init, tracks, content, data, 0).size();
    return header(init, tracks, content, data, length).toByteArray();
  }

  private static ByteWriter header(
      byte[] init, List<SampleIndex> tracks, Content content, long data, long dataAt) {
    ByteWriter out = new ByteWriter(1 << 16);
    String brand = content == Content.SOUND_ONLY ? "M4A " : "isom";
    Boxes.box(
        out, "ftyp", box -> box.ascii(brand).u32(512).ascii(brand).ascii("isom").ascii("mp42"));
    long duration = tracks.stream().mapToLong(SampleIndex::duration).max().orElse(0);
    Boxes.box(
        out,
        "moov",
        moov -> {
          Movie.mvhd(moov, duration);
          for (int i = 0; i < tracks.size(); i++) {
            int track = i + firstTrack(content);
            Movie.trak(
                moov,
                track == 0 ? Movie.VIDEO_TRACK : Movie.AUDIO_TRACK,
                tracks.get(i).duration(),
                track == 0 ? Fmp4.width(init) : 0,
                track == 0 ? Fmp4.height(init) : 0,
                sampleTable(init, track, tracks, i, dataAt));
          }
        });
    // A size of 1 says that the real one follows in 64 bits.
    return out.u32(1).ascii("mdat").i64(data + 16);
  }

  private static Consumer<ByteWriter> sampleTable(
      byte[] init, int track, List<SampleIndex> tracks, int index, long dataAt) {
    SampleIndex samples = tracks.get(index);
    return stbl -> {
      stbl.raw(Fmp4.sampleDescription(init, track).copy());
      Boxes.fullBox(stbl, "stts", 0, 0, box -> durations(samples, box));
      if (track == 0) {
        Boxes.fullBox(stbl, "stss", 0, 0, box -> firstOfEachChunk(samples, box));
      }
      Boxes.fullBox(stbl, "stsc", 0, 0, box -> samplesPerChunk(samples, box));
      Boxes.fullBox(
          stbl,
          "stsz",
          0,
          0,
          box -> {
            box.u32(0).u32(samples.samples());
            for (SampleIndex.Chunk chunk : samples.chunks) {
              for (int size : chunk.sizes()) {
                box.u32(size);
              }
            }
          });
      Boxes.fullBox(stbl, "co64", 0, 0, box -> offsets(tracks, index, dataAt, box));
    };
  }

  private static void durations(SampleIndex samples, ByteWriter out) {
    List<int[]> runs = new ArrayList<>();
    for (int i = 0; i < samples.chunks.size(); i++) {
      SampleIndex.Chunk chunk = samples.chunks.get(i);
      addRun(runs, chunk.sizes().length - 1, chunk.duration());
      addRun(runs, 1, samples.lastDuration(i));
    }
    out.u32(runs.size());
    runs.forEach(run -> out.u32(run[0]).u32(run[1]));
  }

  private static void addRun(List<int[]> runs, int count, int duration) {
    int[] last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (last != null && last[1] == duration) {
      last[0] += count;
    } else if (count > 0) {
      runs.add(new int[] {count, duration});
    }
  }

  private static void firstOfEachChunk(SampleIndex samples, ByteWriter out) {
    out.u32(samples.chunks.size());
    long number = 1;
    for (SampleIndex.Chunk chunk : samples.chunks) {
      out.u32(number);
      number += chunk.sizes().length;
    }
  }

  private static void samplesPerChunk(SampleIndex samples, ByteWriter out) {
    List<int[]> runs = new ArrayList<>();
    for (int i = 0; i < samples.chunks.size(); i++) {
      int count = samples.chunks.get(i).sizes().length;
      if (runs.isEmpty() || runs.get(runs.size() - 1)[1] != count) {
        runs.add(new int[] {i + 1, count});
      }
    }
    out.u32(runs.size());
    runs.forEach(run -> out.u32(run[0]).u32(run[1]).u32(1));
  }

  private static void offsets(List<SampleIndex> tracks, int index, long dataAt, ByteWriter out) {
    int count = tracks.get(index).chunks.size();
    out.u32(count);
    long at = dataAt;
    for (int i = 0; i < count; i++) {
      for (int track = 0; track < tracks.size(); track++) {
        if (track == index) {
          out.i64(at);
        }
        at += tracks.get(track).chunks.get(i).bytes();
      }
    }
  }
}
