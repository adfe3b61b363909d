package io.parley.sfu.forward;

import io.parley.sfu.ortc.RtcpFeedback;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * VP9 in L3T3_KEY as a browser sends it: one SSRC, three layers of each picture, two packets of
 * each.
 */
final class Vp9Packets {
  static final int LAYERS = 3;
  private static final int[] WIDTHS = {320, 640, 1_280};
  private static final int[] HEIGHTS = {180, 360, 720};
  private static final int[] PATTERN = {0, 2, 1, 2};

  private long sequence = 65_500;
  private long timestamp = 3_000;
  private int picture = 0x7ffe;
  private int position;

  static PublishedTrack track() {
    RtpParameters.Encoding encoding =
        new RtpParameters.Encoding(
            Packets.SSRC,
            null,
            new RtpParameters.Rtx(Packets.RTX_SSRC),
            null,
            "L3T3_KEY",
            null,
            null);
    RtpParameters parameters =
        new RtpParameters(
            "0",
            List.of(
                codec("video/VP9", Packets.VP8, Map.of()),
                codec("video/rtx", Packets.VP8_RTX, Map.of("apt", Packets.VP8))),
            List.of(),
            List.of(encoding),
            new RtpParameters.Rtcp("up", true, true));
    return new PublishedTrack(
        new TrackDescription(
            new MeetingId("m"),
            new ParticipantId("p"),
            new TrackId("p.camera.1"),
            MediaSource.CAMERA,
            MediaCodec.VP9,
            Packets.VP8,
            90_000,
            0,
            "",
            0),
        parameters);
  }

  private static RtpParameters.Codec codec(String type, int pt, Map<String, Object> parameters) {
    return new RtpParameters.Codec(
        type, pt, 90_000, null, parameters, List.of(RtcpFeedback.NACK, RtcpFeedback.PLI));
  }

  /** The six packets of the next picture. Only pictures of temporal layer 0 have the U bit. */
  List<byte[]> picture(boolean key) {
    position = key ? 0 : position;
    int temporal = PATTERN[position++ % PATTERN.length];
    picture = (picture + 1) & 0x7fff;
    timestamp += 3_000;
    List<byte[]> packets = new ArrayList<>();
    for (int layer = 0; layer < LAYERS; layer++) {
      for (int part = 0; part < 2; part++) {
        boolean last = layer == LAYERS - 1 && part == 1;
        byte[] rtp =
            Packets.rtp(
                Packets.SSRC,
                Packets.VP8,
                sequence++,
                timestamp,
                payload(key, layer, temporal, part));
        rtp[1] |= (byte) (last ? 0x80 : 0);
        packets.add(rtp);
      }
    }
    return packets;
  }

  private byte[] payload(boolean key, int layer, int temporal, int part) {
    boolean structured = key && layer == 0 && part == 0;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0xa0 | (key ? 0 : 0x40) | (part == 0 ? 0x08 : 0x04) | (structured ? 0x02 : 0));
    out.write(0x80 | (picture >> 8));
    out.write(picture);
    out.write(
        (temporal << 5) | (temporal == 0 ? 0x10 : 0) | (layer << 1) | (key && layer > 0 ? 1 : 0));
    out.write(9);
    if (structured) {
      out.write(((LAYERS - 1) << 5) | 0x10);
      for (int each = 0; each < LAYERS; each++) {
        out.write(WIDTHS[each] >> 8);
        out.write(WIDTHS[each]);
        out.write(HEIGHTS[each] >> 8);
        out.write(HEIGHTS[each]);
      }
    }
    // Each layer as large as all below it together, and more.
    out.writeBytes(new byte[20 << layer]);
    return out.toByteArray();
  }
}
