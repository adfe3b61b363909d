package io.parley.sfu.forward;

import io.parley.sfu.track.LayeredDescriptor;
import io.parley.sfu.track.UpPacket;
import io.parley.sfu.track.Vp8Descriptor;
import io.parley.storage.contract.MediaCodec;

/**
 * Which pictures, and which layers of them, of the chosen stream pass to one subscriber: temporal
 * layers of VP8, both kinds of VP9 and of AV1 that tells of them, everything else.
 */
final class PictureLayers {
  private final Vp8Pictures vp8 = new Vp8Pictures();
  private final LayeredPictures layered;

  /**
   * @param highest spatial layer of the stream itself that the subscriber can make use of
   */
  PictureLayers(int highest) {
    layered = new LayeredPictures(highest);
  }

  /**
   * @param spatial highest layer of the stream itself, from 0
   * @param temporal highest temporal layer, from 0
   */
  void limit(int spatial, int temporal) {
    vp8.limitTemporal(temporal);
    layered.limit(spatial, temporal);
  }

  int spatialLimit() {
    return layered.wantedSpatial();
  }

  int temporalLimit() {
    return vp8.wanted();
  }

  /** The highest layer of the stream itself that passes now. */
  int spatial() {
    return layered.spatial();
  }

  /** The highest temporal layer that passes now, where the codec has them. */
  int temporal(MediaCodec codec) {
    return codec == MediaCodec.VP9 || codec == MediaCodec.AV1 ? layered.temporal() : vp8.temporal();
  }

  /** Whether more is wanted than can pass before the next key picture. */
  boolean needsKeyPicture() {
    return layered.needsKeyPicture();
  }

  /** A source begins with this packet, the first of a key frame. */
  void attach(UpPacket packet) {
    Vp8Descriptor descriptor = packet.vp8();
    if (descriptor != null) {
      vp8.attach(descriptor);
    }
    layered.attach();
  }

  /** Whether a packet passes. */
  boolean passes(UpPacket packet) {
    Vp8Descriptor eight = packet.vp8();
    LayeredDescriptor layers = packet.layered();
    return (eight == null || vp8.passes(eight))
        && (layers == null || layered.passes(layers, packet.timestamp()));
  }

  /** How a packet that just passed is sent. */
  PacketHistory.Sent sent(UpPacket packet, long sequence, long timestamp) {
    Vp8Descriptor eight = packet.vp8();
    LayeredDescriptor layers = packet.layered();
    boolean ends = layers != null && layered.endsPicture(layers, packet.timestamp());
    return new PacketHistory.Sent(
        packet,
        sequence,
        timestamp,
        eight == null ? 0 : vp8.pictureId(eight),
        eight == null ? 0 : vp8.tl0PicIdx(eight),
        layers == null ? 0 : layered.toldTargets(packet.timestamp()),
        packet.rtp().marker() || ends);
  }
}
