package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteWriter;
import java.util.List;

/**
 * What stands in front of the data of a plain MP4 file (ISO/IEC 14496-12) that can be played while
 * it is loaded:
 *
 * <pre>
 * ftyp | moov (index of all samples) | mdat
 * </pre>
 */
final class Mp4Header {
  private Mp4Header() {}

  /**
   * One track.
   *
   * @param id {@link Movie#VIDEO_TRACK} or {@link Movie#AUDIO_TRACK}
   * @param width pixels; 0 for sound
   * @param sampleDescriptions the {@code stsd} box
   */
  record Track(int id, int width, int height, byte[] sampleDescriptions, SampleTable samples) {}

  /**
   * @param brand four letters
   * @param dataBytes how much data follows
   */
  static byte[] of(String brand, List<Track> tracks, long dataBytes) {
    // The chunk offsets depend on the header's length, which does not depend on them.
    int length = header(brand, tracks, dataBytes, 0).size();
    return header(brand, tracks, dataBytes, length).toByteArray();
  }

  private static ByteWriter header(String brand, List<Track> tracks, long dataBytes, long dataAt) {
    ByteWriter out = new ByteWriter(1 << 16);
    Boxes.box(
        out, "ftyp", box -> box.ascii(brand).u32(512).ascii(brand).ascii("isom").ascii("mp42"));
    long duration = tracks.stream().mapToLong(track -> track.samples().duration()).max().orElse(0);
    Boxes.box(
        out,
        "moov",
        moov -> {
          Movie.mvhd(moov, duration);
          for (Track track : tracks) {
            Movie.trak(
                moov,
                track.id(),
                track.samples().duration(),
                track.width(),
                track.height(),
                stbl -> {
                  stbl.raw(track.sampleDescriptions());
                  track.samples().write(stbl, dataAt);
                });
          }
        });
    // A size of 1 says that the real one follows in 64 bits.
    return out.u32(1).ascii("mdat").i64(dataBytes + 16);
  }
}
