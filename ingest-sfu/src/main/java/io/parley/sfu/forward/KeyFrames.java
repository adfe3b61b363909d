package io.parley.sfu.forward;

import io.parley.sfu.track.Vp8Descriptor;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.contract.MediaCodec;

/** Whether a decoder can start with a packet, from the first bytes of its payload. */
final class KeyFrames {
  private static final int NAL_IDR = 5;
  private static final int NAL_SPS = 7;
  private static final int NAL_STAP_A = 24;
  private static final int NAL_FU_A = 28;

  private KeyFrames() {}

  /** True for the first packet of a key frame, and for all audio. */
  static boolean startsAt(MediaCodec codec, RtpPacket packet) {
    byte[] buf = packet.buffer();
    int at = packet.payloadOffset();
    int end = at + packet.payloadLength();
    if (at >= end) {
      return codec.isAudio();
    }
    return switch (codec) {
      case OPUS -> true;
      case VP8 -> vp8(buf, at, end);
      case VP9 -> vp9(buf, at, end);
      case H264 -> h264(buf, at, end);
      case AV1 -> av1(buf, at);
    };
  }

  /** RFC 7741 §4.2, §4.3: start of partition 0, and the P bit of the payload header is 0. */
  private static boolean vp8(byte[] buf, int at, int end) {
    Vp8Descriptor descriptor = Vp8Descriptor.parse(buf, at, end);
    return descriptor != null && descriptor.startsKeyFrame(buf, at);
  }

  /** RFC 9628 §4.2: begins a frame that is not inter-picture predicted, of the lowest layer. */
  private static boolean vp9(byte[] buf, int at, int end) {
    boolean pictureId = (buf[at] & 0x80) != 0;
    boolean predicted = (buf[at] & 0x40) != 0;
    boolean layers = (buf[at] & 0x20) != 0;
    boolean begins = (buf[at] & 0x08) != 0;
    if (predicted || !begins) {
      return false;
    }
    if (!layers) {
      return true;
    }
    int layerAt = at + 1;
    if (pictureId) {
      boolean wide = layerAt < end && (buf[layerAt] & 0x80) != 0;
      layerAt += wide ? 2 : 1;
    }
    return layerAt < end && ((buf[layerAt] >> 1) & 0x07) == 0;
  }

  /** RFC 6184 §5.6–5.8: parameter sets or the first slice of an IDR picture. */
  private static boolean h264(byte[] buf, int at, int end) {
    int type = buf[at] & 0x1f;
    return switch (type) {
      case NAL_IDR, NAL_SPS -> true;
      case NAL_STAP_A -> stapHasKey(buf, at + 1, end);
      case NAL_FU_A -> at + 1 < end && (buf[at + 1] & 0x80) != 0 && isKey(buf[at + 1] & 0x1f);
      default -> false;
    };
  }

  private static boolean stapHasKey(byte[] buf, int first, int end) {
    int at = first;
    while (at + 2 < end) {
      if (isKey(buf[at + 2] & 0x1f)) {
        return true;
      }
      at += 2 + (((buf[at] & 0xff) << 8) | (buf[at + 1] & 0xff));
    }
    return false;
  }

  private static boolean isKey(int nalType) {
    return nalType == NAL_IDR || nalType == NAL_SPS;
  }

  /** AV1 RTP payload format §4.4: N, first packet of a coded video sequence. */
  private static boolean av1(byte[] buf, int at) {
    return (buf[at] & 0x08) != 0;
  }
}
