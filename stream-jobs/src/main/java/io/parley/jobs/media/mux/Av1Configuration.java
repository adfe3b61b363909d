package io.parley.jobs.media.mux;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;

/**
 * AV1CodecConfigurationRecord (AV1 in ISO base media files, §2.3), as Matroska wants it too.
 *
 * <pre>
 * marker 1, version 7 | profile 3, level 5 | tier 1, depth 2, mono 1, subsampling 2, position 2 | 0
 * | sequence header OBU
 * </pre>
 */
final class Av1Configuration {
  private static final int SEQUENCE_HEADER = 1;

  /** "No limit": what is written when the level stands behind fields nobody sends. */
  private static final int ANY_LEVEL = 31;

  private Av1Configuration() {}

  /**
   * @param temporalUnit a key frame, each OBU with its size
   * @throws IllegalArgumentException if it holds no sequence header
   */
  static byte[] of(byte[] temporalUnit) {
    ByteReader in = new ByteReader(temporalUnit);
    while (in.remaining() > 0) {
      int start = in.position();
      int header = in.u8();
      in.skip((header & 0x04) != 0 ? 1 : 0);
      int size = leb128(in);
      byte[] contents = in.raw(size);
      if ((header >> 3 & 0x0f) == SEQUENCE_HEADER && size >= 4) {
        ByteWriter out = new ByteWriter(size + 16).u8(0x81);
        int profile = contents[0] >> 5 & 0x07;
        // 8 bit 4:2:0 is what browsers send; decoders read the truth from the OBU that follows.
        out.u8(profile << 5 | level(contents)).u8(0x0c).u8(0);
        return out.raw(temporalUnit, start, in.position() - start).toByteArray();
      }
    }
    throw new IllegalArgumentException("AV1 key frame without sequence header");
  }

  /** seq_level_idx of the first operating point (AV1 specification §5.5.1). */
  private static int level(byte[] sequence) {
    boolean reduced = (sequence[0] & 0x08) != 0;
    boolean timing = (sequence[0] & 0x04) != 0;
    if (reduced) {
      return (sequence[0] & 0x07) << 2 | (sequence[1] >> 6 & 0x03);
    }
    // Behind timing (1 bit), display delay (1), count of operating points (5) and their idc (12).
    return timing ? ANY_LEVEL : sequence[3] >> 3 & 0x1f;
  }

  private static int leb128(ByteReader in) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int next = in.u8();
      value |= (next & 0x7f) << (7 * i);
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("OBU size too long");
  }
}
