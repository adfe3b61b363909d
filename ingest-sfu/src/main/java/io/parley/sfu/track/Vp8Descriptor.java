package io.parley.sfu.track;

import org.jspecify.annotations.Nullable;

/**
 * What stands in front of a VP8 payload (RFC 7741 §4.2).
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * |X|R|N|S|R| PID |  required
 * |I|L|T|K| RSV   |  if X
 * |M| PictureID   |  if I; 15 bits if M
 * |   TL0PICIDX   |  if L
 * |TID|Y| KEYIDX  |  if T or K
 * </pre>
 *
 * @param length of the descriptor, bytes
 * @param startsFrame the first packet of a frame: start of partition 0
 * @param pictureIdBits 7 or 15; 0 when there is no picture id
 * @param pictureId 0 when there is none
 * @param pictureIdAt from the start of the payload
 * @param tl0PicIdxAt from the start of the payload; 0 when there is none
 * @param tl0PicIdx 0–255; 0 when there is none
 * @param temporalLayer 0–3; 0 when it does not say
 * @param layerSync the frame needs nothing but temporal layer 0
 */
public record Vp8Descriptor(
    int length,
    boolean startsFrame,
    int pictureIdBits,
    int pictureId,
    int pictureIdAt,
    int tl0PicIdxAt,
    int tl0PicIdx,
    int temporalLayer,
    boolean layerSync)
    implements PayloadDescriptor {
  private static final int EXTENDED = 0x80;
  private static final int START = 0x10;
  private static final int PARTITION = 0x07;
  private static final int HAS_PICTURE_ID = 0x80;
  private static final int HAS_TL0 = 0x40;
  private static final int HAS_TEMPORAL = 0x20;
  private static final int HAS_KEY_INDEX = 0x10;
  private static final int WIDE = 0x80;
  private static final int SYNC = 0x20;

  /** Payload header of a key frame: three bytes, start code, width and height (RFC 6386 §9.1). */
  private static final int KEY_FRAME_HEADER = 10;

  /**
   * Reads the descriptor.
   *
   * @param at start of the payload
   * @param end behind its last byte
   * @return null if it is cut short, or nothing follows it
   */
  public static @Nullable Vp8Descriptor parse(byte[] buf, int at, int end) {
    if (end - at < 2) {
      return null;
    }
    int first = buf[at];
    boolean start = (first & START) != 0 && (first & PARTITION) == 0;
    if ((first & EXTENDED) == 0) {
      return new Vp8Descriptor(1, start, 0, 0, 0, 0, 0, 0, false);
    }
    int flags = buf[at + 1];
    int next = at + 2;
    int bits = 0;
    int picture = 0;
    int pictureAt = 0;
    if ((flags & HAS_PICTURE_ID) != 0 && next < end) {
      pictureAt = next - at;
      bits = (buf[next] & WIDE) != 0 ? 15 : 7;
      picture = buf[next++] & 0x7f;
      if (bits == 15 && next < end) {
        picture = (picture << 8) | (buf[next++] & 0xff);
      }
    }
    int tl0At = 0;
    int tl0 = 0;
    if ((flags & HAS_TL0) != 0 && next < end) {
      tl0At = next - at;
      tl0 = buf[next++] & 0xff;
    }
    int temporal = 0;
    boolean sync = false;
    if ((flags & (HAS_TEMPORAL | HAS_KEY_INDEX)) != 0 && next < end) {
      if ((flags & HAS_TEMPORAL) != 0) {
        temporal = (buf[next] >> 6) & 3;
        sync = (buf[next] & SYNC) != 0;
      }
      next++;
    }
    if (next >= end) {
      return null;
    }
    return new Vp8Descriptor(
        next - at, start, bits, picture, pictureAt, tl0At, tl0, temporal, sync);
  }

  /** Whether the payload it stands in front of begins a key frame. */
  public boolean startsKeyFrame(byte[] buf, int at) {
    return startsFrame && (buf[at + length] & 1) == 0;
  }

  /**
   * Width and height of a key frame from its first packet, as {@code width << 16 | height}; 0 when
   * the packet does not hold them.
   *
   * @param at start of the payload
   * @param end behind its last byte
   */
  public int keyFrameSize(byte[] buf, int at, int end) {
    int header = at + length;
    if (!startsKeyFrame(buf, at) || end - header < KEY_FRAME_HEADER) {
      return 0;
    }
    int width = ((buf[header + 7] & 0x3f) << 8) | (buf[header + 6] & 0xff);
    int height = ((buf[header + 9] & 0x3f) << 8) | (buf[header + 8] & 0xff);
    return (width << 16) | height;
  }

  /**
   * Writes another picture id and TL0PICIDX into a payload with this descriptor; what it does not
   * have is left out.
   *
   * @param at start of the payload
   */
  public void rewrite(byte[] buf, int at, long newPictureId, long newTl0PicIdx) {
    if (pictureIdBits == 15) {
      buf[at + pictureIdAt] = (byte) (WIDE | ((newPictureId >> 8) & 0x7f));
      buf[at + pictureIdAt + 1] = (byte) newPictureId;
    } else if (pictureIdBits == 7) {
      buf[at + pictureIdAt] = (byte) (newPictureId & 0x7f);
    }
    if (tl0PicIdxAt != 0) {
      buf[at + tl0PicIdxAt] = (byte) newTl0PicIdx;
    }
  }
}
