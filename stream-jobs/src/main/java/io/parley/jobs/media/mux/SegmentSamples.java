package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteReader;

/**
 * What a segment of a recording says of the samples of one track.
 *
 * @param startSample of the first, on the 48 kHz clock
 * @param duration of each, in samples of 48 kHz
 * @param offset of their bytes in the segment
 * @param keyFrames whether all of them are key frames, not only the first
 */
record SegmentSamples(long startSample, int duration, int offset, int[] sizes, boolean keyFrames) {

  /**
   * Reads the {@code n}-th track's part of a segment that {@link Fmp4#segment} wrote.
   *
   * @throws IllegalArgumentException if it is no such segment
   */
  static SegmentSamples of(byte[] segment, int n) {
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
    boolean firstIsSpecial = (flags & 0x04) != 0;
    if (firstIsSpecial) {
      in.skip(4);
    }
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = in.size();
    }
    SegmentSamples samples = new SegmentSamples(start, duration, offset, sizes, !firstIsSpecial);
    if (offset + samples.bytes() > segment.length) {
      throw new IllegalArgumentException("segment cut short");
    }
    return samples;
  }

  int bytes() {
    int sum = 0;
    for (int size : sizes) {
      sum += size;
    }
    return sum;
  }

  /**
   * Adds them to a file's table as one chunk.
   *
   * @param dataOffset where they stand in the file's data
   */
  void addTo(SampleTable table, long dataOffset) {
    table.chunk(dataOffset, 1);
    for (int i = 0; i < sizes.length; i++) {
      table.add(sizes[i], startSample + (long) i * duration, keyFrames || i == 0);
    }
    table.end(startSample + (long) sizes.length * duration);
  }
}
