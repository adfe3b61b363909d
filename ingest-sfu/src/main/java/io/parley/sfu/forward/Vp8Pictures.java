package io.parley.sfu.forward;

import io.parley.sfu.track.Vp8Descriptor;

/**
 * Picture ids and TL0PICIDX of VP8 (RFC 7741 §4.2) for one subscriber: they go on over a change of
 * layer, and frames of temporal layers that are left out leave no hole. Stands behind the choice of
 * the layer, before sequence numbers are given.
 */
final class Vp8Pictures {
  static final int MAX_TEMPORAL = 3;

  private final NumberMap numbers = new NumberMap();
  private int wantedTemporal = MAX_TEMPORAL;
  private int temporal = MAX_TEMPORAL;
  private boolean sentAny;
  private long source;
  private long lastPictureId;
  private int tl0Shift;
  private int lastTl0;

  /**
   * @param layer highest temporal layer that passes, 0–3; a higher one begins at a frame that needs
   *     nothing that was left out
   */
  void limitTemporal(int layer) {
    wantedTemporal = Math.max(0, Math.min(MAX_TEMPORAL, layer));
  }

  int wanted() {
    return wantedTemporal;
  }

  /** Highest temporal layer that passes now. */
  int temporal() {
    return temporal;
  }

  /** The first packet of a key frame, from which on a source is forwarded. */
  void attach(Vp8Descriptor packet) {
    source = packet.pictureId();
    long out = sentAny ? lastPictureId + 1 : source;
    numbers.attach(source, out);
    tl0Shift = sentAny ? lastTl0 + 1 - packet.tl0PicIdx() : 0;
    lastPictureId = out;
    temporal = wantedTemporal;
    sentAny = true;
  }

  /** Whether the frame of a packet is forwarded. All packets of a frame get one answer. */
  boolean passes(Vp8Descriptor packet) {
    if (packet.pictureIdBits() == 0) {
      return true;
    }
    long wide = widen(packet);
    if (wide <= numbers.highest()) {
      return !numbers.isLeftOut(wide);
    }
    source = wide;
    choose(packet);
    if (packet.temporalLayer() > temporal) {
      numbers.leaveOut(wide);
      return false;
    }
    long out = numbers.map(wide);
    lastPictureId = out;
    if (packet.tl0PicIdxAt() != 0) {
      lastTl0 = packet.tl0PicIdx() + tl0Shift;
    }
    return true;
  }

  private void choose(Vp8Descriptor packet) {
    if (wantedTemporal < temporal) {
      temporal = wantedTemporal;
    }
    int layer = packet.temporalLayer();
    boolean higher = layer > temporal && layer <= wantedTemporal;
    if (higher && packet.layerSync()) {
      temporal = layer;
    }
  }

  /** The picture id of a packet that passed; to be asked right after {@link #passes}. */
  long pictureId(Vp8Descriptor packet) {
    return packet.pictureIdBits() == 0 ? 0 : numbers.map(widen(packet));
  }

  /** The TL0PICIDX of a packet that passed. */
  int tl0PicIdx(Vp8Descriptor packet) {
    return packet.tl0PicIdx() + tl0Shift & 0xff;
  }

  private long widen(Vp8Descriptor packet) {
    int unused = Long.SIZE - packet.pictureIdBits();
    return source + ((packet.pictureId() - source) << unused >> unused);
  }
}
