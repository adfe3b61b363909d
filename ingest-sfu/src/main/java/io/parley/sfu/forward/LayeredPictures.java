package io.parley.sfu.forward;

import io.parley.sfu.track.DependencyDescriptor;
import io.parley.sfu.track.LayeredDescriptor;

/**
 * Chooses spatial and temporal layers of one stream of VP9 (RFC 9628 §3) or AV1 for one subscriber.
 * Of a picture every layer up to the chosen one passes. Spatial layers are added at key pictures
 * only and left at any picture; temporal layers are added where the publisher permits. The numbers
 * of pictures and frames stay as they are, with holes: what a picture refers to, and its place in
 * the pattern, are told by their differences. Stands behind the choice of the stream, before
 * sequence numbers are given.
 */
final class LayeredPictures {
  static final int MAX_LAYER = 7;

  /** Packets later than so many pictures are sent to nobody. A power of two. */
  private static final int REMEMBERED = 64;

  private final long[] timestamps = new long[REMEMBERED];
  private final int[] spatialLimits = new int[REMEMBERED];
  private final int[] temporalLimits = new int[REMEMBERED];
  private final long[] targets = new long[REMEMBERED];

  /** Of AV1, those the publisher sends. */
  private long sentTargets;

  /** Whether the subscriber was told of fewer decode targets since the last key picture. */
  private boolean fewer;

  private final int highest;
  private int pictures;
  private int wantedSpatial;
  private int wantedTemporal = MAX_LAYER;
  private int spatial;
  private int temporal = MAX_LAYER;

  /**
   * @param highest spatial layer that the subscriber can make use of
   */
  LayeredPictures(int highest) {
    this.highest = highest;
    this.wantedSpatial = highest;
    this.spatial = highest;
  }

  /**
   * @param spatialLayer highest that passes, from 0; a higher one begins at a key picture
   * @param temporalLayer highest that passes, from 0
   */
  void limit(int spatialLayer, int temporalLayer) {
    wantedSpatial = Math.max(0, Math.min(highest, spatialLayer));
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
    sentTargets = 0;
    fewer = false;
    spatial = wantedSpatial;
    temporal = wantedTemporal;
  }

  /**
   * Whether a packet passes. All packets of a layer of a picture get one answer; of a picture that
   * comes late as a whole, that of the one before it.
   *
   * @param timestamp of the packet, widened: all layers of a picture have the same
   */
  boolean passes(LayeredDescriptor packet, long timestamp) {
    boolean begins = pictures == 0 || timestamp > timestamps[slot(pictures - 1)];
    int slot = begins ? begin(packet, timestamp) : slotOf(timestamp);
    return slot >= 0
        && packet.spatialLayer() <= spatialLimits[slot]
        && packet.temporalLayer() <= temporalLimits[slot];
  }

  /** Whether nothing of its picture follows a packet that passed. */
  boolean endsPicture(LayeredDescriptor packet, long timestamp) {
    int slot = slotOf(timestamp);
    return slot >= 0 && packet.endsFrame() && packet.spatialLayer() == spatialLimits[slot];
  }

  /**
   * The decode targets that the subscriber is to be told of with a packet of AV1 that passed, as
   * bits from the lowest up; 0 if what the publisher says is right. Told with every packet while
   * they are fewer, since any may be lost.
   */
  long toldTargets(long timestamp) {
    int slot = slotOf(timestamp);
    return slot < 0 ? 0 : targets[slot];
  }

  private int begin(LayeredDescriptor packet, long timestamp) {
    boolean key = packet.ofKeyPicture();
    spatial = key ? wantedSpatial : Math.min(spatial, wantedSpatial);
    temporal = key ? wantedTemporal : Math.min(temporal, wantedTemporal);
    if (packet.switchingUp() && packet.temporalLayer() <= temporal) {
      temporal = wantedTemporal;
    }
    int slot = slot(pictures++);
    timestamps[slot] = timestamp;
    spatialLimits[slot] = spatial;
    temporalLimits[slot] = temporal;
    targets[slot] = packet instanceof DependencyDescriptor av1 ? targets(av1, key) : 0;
    return slot;
  }

  private long targets(DependencyDescriptor packet, boolean key) {
    sentTargets = packet.activeTargets() == 0 ? sentTargets : packet.activeTargets();
    long passing = sentTargets & packet.structure().targetsWithin(spatial, temporal);
    fewer = passing != sentTargets || (fewer && !key);
    return fewer ? passing : 0;
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
