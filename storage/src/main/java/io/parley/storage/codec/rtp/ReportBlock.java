package io.parley.storage.codec.rtp;

import java.util.ArrayList;
import java.util.List;

/**
 * Reception report block of sender and receiver reports (RFC 3550 §6.4.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |                 SSRC (SSRC of first source)                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | fraction lost |       cumulative number of packets lost       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           extended highest sequence number received           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      interarrival jitter                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         last SR (LSR)                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                   delay since last SR (DLSR)                  |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * </pre>
 *
 * @param ssrc the source reported on
 * @param fractionLost lost since the last report, in 1/256, 0…255
 * @param cumulativeLost lost since the beginning, -2²³…2²³-1; duplicates make it negative
 * @param highestSequence low 16 bits the highest sequence number, high 16 bits its cycles
 * @param jitter in timestamp units
 * @param lastSenderReport middle 32 bits of the NTP time of the last sender report, 0 if none
 * @param delaySinceLastSenderReport in 1/65536 s, 0 if none
 */
public record ReportBlock(
    long ssrc,
    int fractionLost,
    int cumulativeLost,
    long highestSequence,
    long jitter,
    long lastSenderReport,
    long delaySinceLastSenderReport) {
  public static final int LENGTH = 24;
  public static final int MAX_BLOCKS = 31;

  static final int FRACTION_LOST = 4;
  static final int CUMULATIVE_LOST = 5;
  static final int HIGHEST_SEQUENCE = 8;
  static final int JITTER = 12;
  static final int LAST_SR = 16;
  static final int DELAY_SINCE_LAST_SR = 20;

  public ReportBlock {
    Bytes.checkUnsigned("ssrc", ssrc, 32);
    Bytes.checkUnsigned("fraction lost", fractionLost, 8);
    Bytes.checkUnsigned("cumulative lost + 2^23", cumulativeLost + (1L << 23), 24);
    Bytes.checkUnsigned("highest sequence", highestSequence, 32);
    Bytes.checkUnsigned("jitter", jitter, 32);
    Bytes.checkUnsigned("last SR", lastSenderReport, 32);
    Bytes.checkUnsigned("delay since last SR", delaySinceLastSenderReport, 32);
  }

  static List<ReportBlock> parseAll(byte[] buf, int off, int count) {
    List<ReportBlock> blocks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int at = off + i * LENGTH;
      blocks.add(
          new ReportBlock(
              Bytes.u32(buf, at),
              Bytes.u8(buf, at + FRACTION_LOST),
              Bytes.i24(buf, at + CUMULATIVE_LOST),
              Bytes.u32(buf, at + HIGHEST_SEQUENCE),
              Bytes.u32(buf, at + JITTER),
              Bytes.u32(buf, at + LAST_SR),
              Bytes.u32(buf, at + DELAY_SINCE_LAST_SR)));
    }
    return blocks;
  }

  static void writeAll(List<ReportBlock> blocks, byte[] buf, int off) {
    int at = off;
    for (ReportBlock block : blocks) {
      Bytes.put32(buf, at, block.ssrc);
      Bytes.put8(buf, at + FRACTION_LOST, block.fractionLost);
      Bytes.put24(buf, at + CUMULATIVE_LOST, block.cumulativeLost);
      Bytes.put32(buf, at + HIGHEST_SEQUENCE, block.highestSequence);
      Bytes.put32(buf, at + JITTER, block.jitter);
      Bytes.put32(buf, at + LAST_SR, block.lastSenderReport);
      Bytes.put32(buf, at + DELAY_SINCE_LAST_SR, block.delaySinceLastSenderReport);
      at += LENGTH;
    }
  }

  static List<ReportBlock> checked(List<ReportBlock> blocks) {
    if (blocks.size() > MAX_BLOCKS) {
      throw new IllegalArgumentException("at most 31 report blocks, not " + blocks.size());
    }
    return List.copyOf(blocks);
  }
}
