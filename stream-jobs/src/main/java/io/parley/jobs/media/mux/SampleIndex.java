package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteReader;
import java.util.ArrayList;
import java.util.List;

/** What the segments of a recording say of the samples of one track, in order. */
final class SampleIndex {
  /**
   * The samples of one segment.
   *
   * @param offset of their bytes in the segment
   */
  record Chunk(long startSample, int duration, int offset, int[] sizes) {
    int bytes() {
      int sum = 0;
      for (int size : sizes) {
        sum += size;
      }
      return sum;
    }
  }

  final List<Chunk> chunks = new ArrayList<>();

  /** Reads the {@code n}-th track's part of a segment that {@link Fmp4#segment} wrote. */
  void add(byte[] segment, int n) {
    Boxes.Found moof = Boxes.find(segment, "moof");
    Boxes.Found traf = moof.child("traf", n, 0);
    int duration = Boxes.i32(segment, traf.child("tfhd").offset() + Boxes.FULL_HEADER + 4);
    Boxes.Found tfdt = traf.child("tfdt");
    long start = new ByteReader(segment, tfdt.offset() + Boxes.FULL_HEADER, 8).i64();
    Boxes.Found trun = traf.child("trun");
    ByteReader in = new ByteReader(segment, trun.contents(), trun.length() - Boxes.HEADER);
    int flags = (int) in.u32() & 0xffffff;
    int[] sizes = new int[in.size()];
    int offset = moof.offset() + in.size();
    if ((flags & 0x04) != 0) {
      in.skip(4);
    }
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = in.size();
    }
    Chunk chunk = new Chunk(start, duration, offset, sizes);
    if (offset + chunk.bytes() > segment.length) {
      throw new IllegalArgumentException("segment cut short");
    }
    chunks.add(chunk);
  }

  /** In samples of 48 kHz, from the first sample to the end of the last. */
  long duration() {
    if (chunks.isEmpty()) {
      return 0;
    }
    Chunk last = chunks.get(chunks.size() - 1);
    return last.startSample()
        + (long) last.duration() * last.sizes().length
        - chunks.get(0).startSample();
  }

  int samples() {
    return chunks.stream().mapToInt(chunk -> chunk.sizes().length).sum();
  }

  /** Duration of a chunk's last sample: it stands until the next chunk, should one be missing. */
  int lastDuration(int chunk) {
    Chunk here = chunks.get(chunk);
    if (chunk + 1 == chunks.size()) {
      return here.duration();
    }
    long until = chunks.get(chunk + 1).startSample() - here.startSample();
    return (int) (until - (long) here.duration() * (here.sizes().length - 1));
  }
}
