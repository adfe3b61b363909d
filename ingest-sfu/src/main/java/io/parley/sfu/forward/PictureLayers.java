package io.parley.sfu.forward;

import io.parley.sfu.track.UpPacket;
import io.parley.sfu.track.Vp8Descriptor;
import io.parley.sfu.track.Vp9Descriptor;
import io.parley.storage.contract.MediaCodec;

/**
 * Which pictures, and which layers of them, of the chosen stream pass to one subscriber: temporal
 * layers of VP8, both kinds of VP9, everything of other codecs.
 */
final class PictureLayers {
  private final Vp8Pictures vp8 = new Vp8Pictures();
  private final Vp9Pictures vp9 = new Vp9Pictures();

  /**
   * @param spatial highest layer of the stream itself, from 0
   * @param temporal highest temporal layer, from 0
   */
  void limit(int spatial, int temporal) {
    vp8.limitTemporal(temporal);
    vp9.limit(spatial, temporal);
  }

  int spatialLimit() {
    return vp9.wantedSpatial();
  }

  int temporalLimit() {
    return vp8.wanted();
  }

  /** The highest layer of the stream itself that passes now. */
  int spatial() {
    return vp9.spatial();
  }

  /** The highest temporal layer that passes now, where the codec has them. */
  int temporal(MediaCodec codec) {
    return codec == MediaCodec.VP9 ? vp9.temporal() : vp8.temporal();
  }

  /** Whether more is wanted than can pass before the next key picture. */
  boolean needsKeyPicture() {
    return vp9.needsKeyPicture();
  }

  /** A source begins with this packet, the first of a key frame. */
  void attach(UpPacket packet) {
    Vp8Descriptor descriptor = packet.vp8();
    if (descriptor != null) {
      vp8.attach(descriptor);
    }
    vp9.attach();
  }

  /** Whether a packet passes. */
  boolean passes(UpPacket packet) {
    Vp8Descriptor eight = packet.vp8();
    Vp9Descriptor nine = packet.vp9();
    return (eight == null || vp8.passes(eight))
        && (nine == null || vp9.passes(nine, packet.timestamp()));
  }

  /** How a packet that just passed is sent. */
  PacketHistory.Sent sent(UpPacket packet, long sequence, long timestamp) {
    Vp8Descriptor eight = packet.vp8();
    Vp9Descriptor nine = packet.vp9();
    boolean marker =
        packet.rtp().marker() || (nine != null && vp9.endsPicture(nine, packet.timestamp()));
    return new PacketHistory.Sent(
        packet,
        sequence,
        timestamp,
        eight == null ? 0 : vp8.pictureId(eight),
        eight == null ? 0 : vp8.tl0PicIdx(eight),
        marker);
  }
}
