package io.parley.storage.codec.rtp;

/**
 * A view of a payload with redundancy (RFC 2198 §3): a header for each earlier frame that is sent
 * again, one for the newest, then the frames in the same order. It copies nothing and can be
 * wrapped around payload after payload; it belongs to one thread.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |1|  block PT   |  timestamp offset         |   block length    |  of each redundant block
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0|  block PT   |  of the primary block
 * +-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Red {
  /** More blocks than this nobody sends: the oldest would be too late for any jitter buffer. */
  public static final int MAX_REDUNDANT = 16;

  private static final int FOLLOWED = 0x80;
  private static final int BLOCK_HEADER = 4;
  private static final int LENGTH_BITS = 10;

  private final int[] types = new int[MAX_REDUNDANT];
  private final int[] timestampOffsets = new int[MAX_REDUNDANT];
  private final int[] ends = new int[MAX_REDUNDANT];
  private int redundant;
  private int dataAt;
  private int primaryType;
  private int end;

  /**
   * Looks at another payload.
   *
   * @return this
   * @throws MalformedPacketException if headers or blocks do not fit, the primary block is empty,
   *     or there are more than {@link #MAX_REDUNDANT} others
   */
  public Red wrap(RtpPacket packet) {
    byte[] buf = packet.buffer();
    int at = packet.payloadOffset();
    end = at + packet.payloadLength();
    redundant = 0;
    int length = 0;
    while (at < end && (buf[at] & FOLLOWED) != 0) {
      if (end - at < BLOCK_HEADER || redundant == MAX_REDUNDANT) {
        throw new MalformedPacketException("RED headers cut short or without end");
      }
      int offsetAndLength = Bytes.u24(buf, at + 1);
      types[redundant] = buf[at] & 0x7f;
      timestampOffsets[redundant] = offsetAndLength >> LENGTH_BITS;
      length += offsetAndLength & ((1 << LENGTH_BITS) - 1);
      ends[redundant++] = length;
      at += BLOCK_HEADER;
    }
    if (end - at - 1 <= length) {
      throw new MalformedPacketException("RED without a primary block");
    }
    primaryType = buf[at];
    dataAt = at + 1;
    for (int i = 0; i < redundant; i++) {
      ends[i] += dataAt;
    }
    return this;
  }

  /** How many blocks stand before the primary one, the oldest first. */
  public int redundant() {
    return redundant;
  }

  /** Payload type of a redundant block, from 0. */
  public int payloadType(int block) {
    return types[block];
  }

  /** By how much a redundant block is earlier than the packet, in units of the clock rate. */
  public int timestampOffset(int block) {
    return timestampOffsets[block];
  }

  /** Where a redundant block begins in the packet's buffer. */
  public int offset(int block) {
    return block == 0 ? dataAt : ends[block - 1];
  }

  /** Bytes of a redundant block; 0 where nothing was sent at that time. */
  public int length(int block) {
    return ends[block] - offset(block);
  }

  public int primaryPayloadType() {
    return primaryType;
  }

  /** Where the primary block begins in the packet's buffer; it reaches to the payload's end. */
  public int primaryOffset() {
    return redundant == 0 ? dataAt : ends[redundant - 1];
  }

  /** Bytes of the primary block; at least one. */
  public int primaryLength() {
    return end - primaryOffset();
  }

  /**
   * Writes another payload type into all headers of a payload that was looked at before.
   *
   * @param at start of the payload, which may be a copy
   */
  public static void retype(byte[] buf, int at, int payloadType) {
    int header = at;
    while ((buf[header] & FOLLOWED) != 0) {
      buf[header] = (byte) (FOLLOWED | payloadType);
      header += BLOCK_HEADER;
    }
    buf[header] = (byte) payloadType;
  }

  /**
   * The packet without its redundancy, as an array of its own: header and primary block.
   *
   * @param before bytes of the payload that stand before the primary block
   * @param payloadType of the primary block
   */
  public static byte[] primaryAlone(RtpPacket packet, int before, int payloadType) {
    int header = packet.headerLength();
    byte[] alone = new byte[header + packet.payloadLength() - before];
    System.arraycopy(packet.buffer(), packet.offset(), alone, 0, header);
    System.arraycopy(
        packet.buffer(),
        packet.payloadOffset() + before,
        alone,
        header,
        packet.payloadLength() - before);
    alone[RtpPacket.FLAGS] &= ~RtpPacket.PADDING_BIT;
    Bytes.put8(
        alone,
        RtpPacket.MARKER_AND_TYPE,
        (packet.marker() ? RtpPacket.MARKER_BIT : 0) | payloadType);
    return alone;
  }
}
