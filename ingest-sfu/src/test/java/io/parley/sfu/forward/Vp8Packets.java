package io.parley.sfu.forward;

import io.parley.sfu.track.UpPacket;
import io.parley.sfu.track.Vp8Descriptor;
import io.parley.storage.codec.rtp.RtpPacket;

/** VP8 as a browser sends it in simulcast: a 15-bit picture id and three temporal layers. */
final class Vp8Packets {
  /** Temporal layers of four frames in a row, as libvpx orders three of them. */
  static final int[] PATTERN = {0, 2, 1, 2};

  private Vp8Packets() {}

  /**
   * @param sync the frame needs only temporal layer 0
   */
  static byte[] payload(
      boolean start, boolean key, int pictureId, int tl0, int temporal, boolean sync) {
    return new byte[] {
      (byte) (0x80 | (start ? 0x10 : 0)),
      (byte) 0xe0,
      (byte) (0x80 | ((pictureId >> 8) & 0x7f)),
      (byte) pictureId,
      (byte) tl0,
      (byte) ((temporal << 6) | (sync ? 0x20 : 0)),
      (byte) (key ? 0 : 1),
      0,
      0,
      (byte) 0x9d,
      0x01,
      0x2a,
      (byte) (320 & 0xff),
      320 >> 8,
      (byte) 180,
      0,
    };
  }

  static UpPacket packet(int layer, long sequence, long timestamp, long nowMicros, byte[] payload) {
    byte[] rtp = Packets.rtp(100L + layer, Packets.VP8, sequence, timestamp, payload);
    Vp8Descriptor vp8 = Vp8Descriptor.parse(payload, 0, payload.length);
    boolean key = vp8 != null && vp8.startsKeyFrame(payload, 0);
    return new UpPacket(
        RtpPacket.of(rtp), nowMicros, nowMicros, layer, sequence, timestamp, key, vp8, 0);
  }

  /** One layer of a publisher: frames of two packets each, with numbers of their own. */
  static final class Layer {
    final int layer;
    long sequence;
    long timestamp;
    int pictureId;
    int tl0;
    private int position;

    Layer(int layer, long sequence, long timestamp, int pictureId, int tl0) {
      this.layer = layer;
      this.sequence = sequence;
      this.timestamp = timestamp;
      this.pictureId = pictureId;
      this.tl0 = tl0;
    }

    /** The two packets of the next frame. */
    UpPacket[] frame(boolean key, long nowMicros) {
      position = key ? 0 : position;
      int temporal = PATTERN[position++ % PATTERN.length];
      boolean sync = temporal == 1 || position % PATTERN.length == 2;
      pictureId = (pictureId + 1) & 0x7fff;
      timestamp += 3_000;
      tl0 = (tl0 + (temporal == 0 ? 1 : 0)) & 0xff;
      return new UpPacket[] {
        packet(
            layer,
            sequence++,
            timestamp,
            nowMicros,
            payload(true, key, pictureId, tl0, temporal, sync)),
        packet(
            layer,
            sequence++,
            timestamp,
            nowMicros,
            payload(false, key, pictureId, tl0, temporal, sync)),
      };
    }
  }
}
