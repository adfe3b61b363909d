package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteWriter;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The samples of one track of a plain MP4 as they are written, and the boxes that index them
 * (ISO/IEC 14496-12 §8.6 and §8.7). Twelve bytes a sample. One thread.
 */
final class SampleTable {
  private int[] sizes = new int[256];
  private long[] starts = new long[256];
  private final BitSet sync = new BitSet();
  private int samples;
  private long bytes;

  private long[] chunkOffsets = new long[64];
  private int[] chunkFirst = new int[64];
  private int[] chunkDescriptions = new int[64];
  private int chunks;
  private long end;

  /**
   * What is added from now on stands together.
   *
   * @param offset in the file's data
   * @param description which sample description it has, from 1
   */
  void chunk(long offset, int description) {
    if (chunks == chunkOffsets.length) {
      chunkOffsets = Arrays.copyOf(chunkOffsets, 2 * chunks);
      chunkFirst = Arrays.copyOf(chunkFirst, 2 * chunks);
      chunkDescriptions = Arrays.copyOf(chunkDescriptions, 2 * chunks);
    }
    chunkOffsets[chunks] = offset;
    chunkFirst[chunks] = samples;
    chunkDescriptions[chunks++] = description;
  }

  /**
   * Adds a sample, which lasts until the next one begins.
   *
   * @param start in ticks of the track, after the one before
   * @param keyFrame decoding can begin here
   */
  void add(int size, long start, boolean keyFrame) {
    if (samples > 0 && start <= starts[samples - 1]) {
      throw new IllegalArgumentException("sample at " + start + " after " + starts[samples - 1]);
    }
    if (samples == sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * samples);
      starts = Arrays.copyOf(starts, 2 * samples);
    }
    sizes[samples] = size;
    starts[samples] = start;
    sync.set(samples, keyFrame);
    samples++;
    bytes += size;
    end = start + 1;
  }

  /** Where the last sample ends. */
  void end(long ticks) {
    end = Math.max(end, ticks);
  }

  boolean isEmpty() {
    return samples == 0;
  }

  /** Of all samples together. */
  long bytes() {
    return bytes;
  }

  /** In ticks, from the first sample to the end of the last. */
  long duration() {
    return samples == 0 ? 0 : end - starts[0];
  }

  /**
   * Writes what belongs into {@code stbl} behind the sample descriptions.
   *
   * @param dataAt where the data begins in the file
   */
  void write(ByteWriter stbl, long dataAt) {
    Boxes.fullBox(stbl, "stts", 0, 0, this::durations);
    if (sync.cardinality() < samples) {
      Boxes.fullBox(
          stbl,
          "stss",
          0,
          0,
          box -> {
            box.u32(sync.cardinality());
            sync.stream().forEach(sample -> box.u32(sample + 1L));
          });
    }
    Boxes.fullBox(stbl, "stsc", 0, 0, this::samplesPerChunk);
    Boxes.fullBox(
        stbl,
        "stsz",
        0,
        0,
        box -> {
          box.u32(0).u32(samples);
          for (int i = 0; i < samples; i++) {
            box.u32(sizes[i]);
          }
        });
    Boxes.fullBox(
        stbl,
        "co64",
        0,
        0,
        box -> {
          box.u32(chunks);
          for (int i = 0; i < chunks; i++) {
            box.i64(dataAt + chunkOffsets[i]);
          }
        });
  }

  /** Runs of equal durations. */
  private void durations(ByteWriter out) {
    int countAt = out.size();
    out.u32(0);
    int runs = 0;
    int from = 0;
    while (from < samples) {
      long duration = duration(from);
      int to = from + 1;
      while (to < samples && duration(to) == duration) {
        to++;
      }
      out.u32(to - from).u32(duration);
      runs++;
      from = to;
    }
    out.putU32(countAt, runs);
  }

  private long duration(int sample) {
    return (sample + 1 < samples ? starts[sample + 1] : end) - starts[sample];
  }

  /** Runs of chunks of the same length and description. */
  private void samplesPerChunk(ByteWriter out) {
    int countAt = out.size();
    out.u32(0);
    int runs = 0;
    for (int i = 0; i < chunks; i++) {
      if (i == 0
          || length(i) != length(i - 1)
          || chunkDescriptions[i] != chunkDescriptions[i - 1]) {
        out.u32(i + 1L).u32(length(i)).u32(chunkDescriptions[i]);
        runs++;
      }
    }
    out.putU32(countAt, runs);
  }

  private int length(int chunk) {
    return (chunk + 1 < chunks ? chunkFirst[chunk + 1] : samples) - chunkFirst[chunk];
  }
}
