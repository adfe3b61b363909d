package io.parley.sfu.room;

import io.parley.sfu.ortc.RtpParameters;
import io.parley.storage.codec.rtp.RtpWriter;
import java.util.List;
import java.util.Map;

/** What a browser offers to send, and packets of it. */
final class Offers {
  private static final int VP8 = 96;
  private static final int OPUS = 111;

  private Offers() {}

  static RtpParameters vp8(long ssrc) {
    return of(ssrc, new RtpParameters.Codec("video/VP8", VP8, 90_000, null, Map.of(), List.of()));
  }

  /** Three layers of VP8 with SSRCs from the one given. */
  static RtpParameters simulcast(long ssrc) {
    RtpParameters one = vp8(ssrc);
    return new RtpParameters(
        one.mid(),
        one.codecs(),
        one.headerExtensions(),
        List.of(
            RtpParameters.Encoding.of(ssrc, null),
            RtpParameters.Encoding.of(ssrc + 1, null),
            RtpParameters.Encoding.of(ssrc + 2, null)),
        one.rtcp());
  }

  static RtpParameters opus(long ssrc) {
    return of(ssrc, new RtpParameters.Codec("audio/opus", OPUS, 48_000, 2, Map.of(), List.of()));
  }

  private static RtpParameters of(long ssrc, RtpParameters.Codec codec) {
    return new RtpParameters(
        Long.toString(ssrc),
        List.of(codec),
        List.of(),
        List.of(RtpParameters.Encoding.of(ssrc, null)),
        new RtpParameters.Rtcp("c", true, true));
  }

  /** One packet of what was offered; as VP8 it begins a key frame. */
  static byte[] packet(RtpParameters offer, long sequence, long timestamp, int bytes) {
    byte[] packet = new byte[bytes];
    byte[] payload = new byte[bytes - 12];
    payload[0] = 0x10;
    new RtpWriter(packet)
        .begin(
            0,
            false,
            offer.codecs().get(0).payloadType(),
            sequence,
            timestamp,
            offer.encodings().get(0).ssrc())
        .payload(payload, 0, payload.length)
        .end();
    return packet;
  }
}
