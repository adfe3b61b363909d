package io.parley.sfu.track;

import org.jspecify.annotations.Nullable;

/**
 * What stands in front of a VP9 payload (RFC 9628 §4.2).
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * |I|P|L|F|B|E|V|Z|  required
 * |M| PICTURE ID  |  if I; 15 bits if M
 * | TID |U| SID |D|  if L
 * |   TL0PICIDX   |  if L and not F
 * | P_DIFF      |N|  if F and P, up to three times
 * | N_S |Y|G| RES |  scalability structure, if V: layers less one,
 * | WIDTH, HEIGHT |  if Y: 16 bits each, of each layer; then the pattern of temporal layers, if G
 * </pre>
 *
 * @param predicted the frame builds on earlier pictures (P)
 * @param startsFrame first packet of a spatial layer's frame (B)
 * @param endsFrame last packet of a spatial layer's frame (E)
 * @param temporalLayer 0–7; 0 when it does not say
 * @param switchingUp pictures of higher temporal layers that follow need none of those before (U)
 * @param spatialLayer 0–7; 0 when it does not say
 * @param structureAt where the scalability structure stands, from the start of the payload; 0 when
 *     there is none
 * @param structureLayers how many spatial layers it tells of; 0 when there is none
 */
public record Vp9Descriptor(
    boolean predicted,
    boolean startsFrame,
    boolean endsFrame,
    int temporalLayer,
    boolean switchingUp,
    int spatialLayer,
    int structureAt,
    int structureLayers)
    implements LayeredDescriptor {
  private static final int HAS_PICTURE_ID = 0x80;
  private static final int PREDICTED = 0x40;
  private static final int HAS_LAYERS = 0x20;
  private static final int FLEXIBLE = 0x10;
  private static final int STARTS = 0x08;
  private static final int ENDS = 0x04;
  private static final int HAS_STRUCTURE = 0x02;
  private static final int WIDE = 0x80;
  private static final int SWITCHING_UP = 0x10;
  private static final int HAS_SIZES = 0x10;
  private static final int SIZE_LENGTH = 4;
  private static final int MAX_REFERENCES = 3;

  /**
   * Reads the descriptor as far as the sizes in its scalability structure.
   *
   * @param at start of the payload
   * @param end behind its last byte
   * @return null if it is cut short, or nothing follows it
   */
  public static @Nullable Vp9Descriptor parse(byte[] buf, int at, int end) {
    if (end - at < 2) {
      return null;
    }
    int flags = buf[at];
    int next = at + 1;
    if ((flags & HAS_PICTURE_ID) != 0) {
      next += (buf[next] & WIDE) != 0 ? 2 : 1;
    }
    int layers = 0;
    if ((flags & HAS_LAYERS) != 0) {
      if (next >= end) {
        return null;
      }
      layers = buf[next];
      next += (flags & FLEXIBLE) != 0 ? 1 : 2;
    }
    if ((flags & FLEXIBLE) != 0 && (flags & PREDICTED) != 0) {
      int references = 1;
      while (next < end && (buf[next] & 1) != 0) {
        if (references++ == MAX_REFERENCES) {
          return null;
        }
        next++;
      }
      next++;
    }
    boolean structured = (flags & HAS_STRUCTURE) != 0;
    int structureLayers = structured && next < end ? ((buf[next] >> 5) & 7) + 1 : 0;
    boolean sized = structured && next < end && (buf[next] & HAS_SIZES) != 0;
    if (next + (structured ? 1 : 0) + (sized ? structureLayers * SIZE_LENGTH : 0) >= end) {
      return null;
    }
    return new Vp9Descriptor(
        (flags & PREDICTED) != 0,
        (flags & STARTS) != 0,
        (flags & ENDS) != 0,
        (layers >> 5) & 7,
        (layers & SWITCHING_UP) != 0,
        (layers >> 1) & 7,
        structured ? next - at : 0,
        structureLayers);
  }

  @Override
  public boolean ofKeyPicture() {
    return !predicted && spatialLayer == 0;
  }

  /**
   * Width and height of a spatial layer from the scalability structure, as {@code width << 16 |
   * height}; 0 when it does not tell.
   *
   * @param at start of the payload
   * @param layer below {@link #structureLayers}
   */
  public int size(byte[] buf, int at, int layer) {
    if (structureAt == 0 || layer >= structureLayers || (buf[at + structureAt] & HAS_SIZES) == 0) {
      return 0;
    }
    int size = at + structureAt + 1 + layer * SIZE_LENGTH;
    int width = ((buf[size] & 0xff) << 8) | (buf[size + 1] & 0xff);
    int height = ((buf[size + 2] & 0xff) << 8) | (buf[size + 3] & 0xff);
    return (width << 16) | height;
  }
}
