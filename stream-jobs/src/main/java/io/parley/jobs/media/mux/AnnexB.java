package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** H.264 NAL units between start codes (ITU-T H.264 annex B), and behind lengths as MP4 wants. */
final class AnnexB {
  static final int IDR = 5;
  static final int SPS = 7;
  static final int PPS = 8;

  private AnnexB() {}

  static int type(byte[] unit) {
    return unit.length == 0 ? 0 : unit[0] & 0x1f;
  }

  /** The NAL units, without start codes and trailing zeros. */
  static List<byte[]> units(byte[] stream) {
    List<byte[]> units = new ArrayList<>();
    int from = afterStartCode(stream, 0);
    while (from >= 0) {
      int next = afterStartCode(stream, from);
      int end = next < 0 ? stream.length : next - 3;
      while (end > from && stream[end - 1] == 0) {
        end--;
      }
      if (end > from) {
        units.add(Arrays.copyOfRange(stream, from, end));
      }
      from = next;
    }
    return units;
  }

  private static int afterStartCode(byte[] stream, int from) {
    for (int i = from; i + 2 < stream.length; i++) {
      if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
        return i + 3;
      }
    }
    return -1;
  }

  /**
   * Each unit behind its 32-bit length.
   *
   * @param withParameterSets false drops SPS and PPS, which the file's header holds
   */
  static byte[] lengthPrefixed(byte[] stream, boolean withParameterSets) {
    ByteWriter out = new ByteWriter(stream.length + 16);
    for (byte[] unit : units(stream)) {
      if (withParameterSets || (type(unit) != SPS && type(unit) != PPS)) {
        out.block(unit);
      }
    }
    return out.toByteArray();
  }

  /** SPS and PPS of a stream, in Annex B form; empty if it has none. */
  static byte[] parameterSets(byte[] stream) {
    ByteWriter out = new ByteWriter(64);
    for (byte[] unit : units(stream)) {
      if (type(unit) == SPS || type(unit) == PPS) {
        out.u32(1).raw(unit);
      }
    }
    return out.toByteArray();
  }

  /** The way back from {@link #lengthPrefixed}. */
  static byte[] fromLengthPrefixed(byte[] bytes) {
    return fromLengthPrefixed(new byte[0], bytes, 0, bytes.length);
  }

  /** The way back from {@link #lengthPrefixed}, behind {@code before}. */
  static byte[] fromLengthPrefixed(byte[] before, byte[] bytes, int off, int len) {
    ByteWriter out = new ByteWriter(before.length + len + 16);
    out.raw(before);
    ByteReader in = new ByteReader(bytes, off, len);
    while (in.remaining() > 0) {
      out.u32(1).raw(in.block());
    }
    return out.toByteArray();
  }
}
