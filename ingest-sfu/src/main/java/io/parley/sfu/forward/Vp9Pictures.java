package io.parley.sfu.forward;

import io.parley.sfu.track.Vp9Descriptor;

/**
 * Chooses spatial and temporal layers of one VP9 stream for one subscriber (RFC 9628 §3). Of a
 * picture every layer up to the chosen one passes. Spatial layers are added at key pictures only
 * and left at any picture; temporal layers are added where the U bit permits. Picture ids stay as
 * they are, with holes: the place of a picture in the pattern, and what it refers to, are told by
 * their differences. Stands behind the choice of the stream, before sequence numbers are given.
 */
final class Vp9Pictures {
  static final int MAX_LAYER = 7;

  /** Packets later than so many pictures are sent to nobody. A power of two. */
  private static final int REMEMBERED = 64;

  private final long[] timestamps = new long[REMEMBERED];
  private final int[] spatialLimits = new int[REMEMBERED];
  private final int[] temporalLimits = new int[REMEMBERED];
  private int pictures;
  private int wantedSpatial = MAX_LAYER;
  private int wantedTemporal = MAX_LAYER;
  private int spatial = MAX_LAYER;
  private int temporal = MAX_LAYER;

  /**
   * @param spatialLayer highest that passes, from 0; a higher one begins at a key picture
   * @param temporalLayer highest that passes, from 0
   */
  void limit(int spatialLayer, int temporalLayer) {
    wantedSpatial = Math.max(0, Math.min(MAX_LAYER, spatialLayer));
    wantedTemporal = Math.max(0, Math.min(MAX_LAYER, temporalLayer));
  }

  int wantedSpatial() {
    return wantedSpatial;
  }

  /** Highest spatial layer that passes now. */
  int spatial() {
    return spatial;
  }

  /** Highest temporal layer that passes now. */
  int temporal() {
    return temporal;
  }

  /** Whether more layers are wanted than can pass before the next key picture. */
  boolean needsKeyPicture() {
    return wantedSpatial > spatial;
  }

  /** A source begins with a key picture; what came before belongs to nobody. */
  void attach() {
    pictures = 0;
    spatial = wantedSpatial;
    temporal = wantedTemporal;
  }

  /**
   * Whether a packet passes. All packets of a layer of a picture get one answer; of a picture that
   * comes late as a whole, that of the one before it.
   *
   * @param timestamp of the packet, widened: all layers of a picture have the same
   */
  boolean passes(Vp9Descriptor packet, long timestamp) {
    boolean begins = pictures == 0 || timestamp > timestamps[slot(pictures - 1)];
    int slot = begins ? begin(packet, timestamp) : slotOf(timestamp);
    return slot >= 0
        && packet.spatialLayer() <= spatialLimits[slot]
        && packet.temporalLayer() <= temporalLimits[slot];
  }

  /** Whether nothing of its picture follows a packet that passed. */
  boolean endsPicture(Vp9Descriptor packet, long timestamp) {
    int slot = slotOf(timestamp);
    return slot >= 0 && packet.endsFrame() && packet.spatialLayer() == spatialLimits[slot];
  }

  private int begin(Vp9Descriptor packet, long timestamp) {
    boolean key = !packet.predicted() && packet.spatialLayer() == 0;
    spatial = key ? wantedSpatial : Math.min(spatial, wantedSpatial);
    temporal = key ? wantedTemporal : Math.min(temporal, wantedTemporal);
    if (packet.switchingUp() && packet.temporalLayer() <= temporal) {
      temporal = wantedTemporal;
    }
    int slot = slot(pictures++);
    timestamps[slot] = timestamp;
    spatialLimits[slot] = spatial;
    temporalLimits[slot] = temporal;
    return slot;
  }

  /** Of a picture, or of the last one before it; -1 if all that are remembered are later. */
  private int slotOf(long timestamp) {
    for (int back = 1; back <= Math.min(pictures, REMEMBERED); back++) {
      int slot = slot(pictures - back);
      if (timestamps[slot] <= timestamp) {
        return slot;
      }
    }
    return -1;
  }

  private static int slot(int picture) {
    return picture & (REMEMBERED - 1);
  }
}
