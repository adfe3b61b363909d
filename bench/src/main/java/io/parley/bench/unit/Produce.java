package io.parley.bench.unit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.bench.client.Json;
import io.parley.bench.load.Formats;
import io.parley.bench.load.OutgoingStream;
import io.parley.bench.load.PublishingPeer;
import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.ortc.RtcpFeedback;
import io.parley.sfu.ortc.RtpParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a load client's tracks are announced with {@code produce}. */
final class Produce {
  private Produce() {}

  static ObjectNode microphone(String transportId, PublishingPeer peer, OutgoingStream stream) {
    RtpParameters.Codec opus =
        new RtpParameters.Codec(
            "audio/opus",
            Formats.OPUS,
            Formats.AUDIO_CLOCK,
            2,
            Map.of("minptime", 10, "useinbandfec", 1),
            List.of(RtcpFeedback.NACK, RtcpFeedback.TRANSPORT_CC));
    RtpParameters parameters =
        new RtpParameters(
            Formats.AUDIO_MID,
            List.of(opus),
            List.of(
                extension(HeaderExtensionUris.MID, Formats.MID_EXTENSION),
                extension(HeaderExtensionUris.TRANSPORT_CC, Formats.TRANSPORT_CC_EXTENSION),
                extension(HeaderExtensionUris.AUDIO_LEVEL, Formats.AUDIO_LEVEL_EXTENSION)),
            List.of(RtpParameters.Encoding.of(stream.ssrc(), null)),
            new RtpParameters.Rtcp(peer.name(), true, true));
    return request(transportId, "audio", "microphone", parameters);
  }

  static ObjectNode camera(String transportId, PublishingPeer peer) {
    RtpParameters.Codec vp8 =
        new RtpParameters.Codec(
            "video/VP8",
            Formats.VP8,
            Formats.VIDEO_CLOCK,
            null,
            Map.of(),
            List.of(
                RtcpFeedback.NACK, RtcpFeedback.PLI, RtcpFeedback.FIR, RtcpFeedback.TRANSPORT_CC));
    RtpParameters.Codec rtx =
        new RtpParameters.Codec(
            "video/rtx",
            Formats.VP8_RTX,
            Formats.VIDEO_CLOCK,
            null,
            Map.of("apt", Formats.VP8),
            List.of());
    List<RtpParameters.HeaderExtension> extensions =
        new ArrayList<>(
            List.of(
                extension(HeaderExtensionUris.MID, Formats.MID_EXTENSION),
                extension(HeaderExtensionUris.TRANSPORT_CC, Formats.TRANSPORT_CC_EXTENSION)));
    List<RtpParameters.Encoding> encodings = new ArrayList<>();
    List<OutgoingStream> layers = peer.layers();
    if (layers.size() == 1) {
      OutgoingStream only = layers.get(0);
      encodings.add(RtpParameters.Encoding.of(only.ssrc(), new RtpParameters.Rtx(only.rtxSsrc())));
    } else {
      extensions.add(extension(HeaderExtensionUris.RID, Formats.RID_EXTENSION));
      extensions.add(extension(HeaderExtensionUris.REPAIRED_RID, Formats.REPAIRED_RID_EXTENSION));
      for (int layer = 0; layer < layers.size(); layer++) {
        encodings.add(
            new RtpParameters.Encoding(
                null, PublishingPeer.rid(layer), null, null, "L1T1", null, true));
      }
    }
    RtpParameters parameters =
        new RtpParameters(
            Formats.VIDEO_MID,
            List.of(vp8, rtx),
            extensions,
            encodings,
            new RtpParameters.Rtcp(peer.name(), true, true));
    return request(transportId, "video", "camera", parameters);
  }

  private static RtpParameters.HeaderExtension extension(String uri, int id) {
    return new RtpParameters.HeaderExtension(uri, id, false);
  }

  private static ObjectNode request(
      String transportId, String kind, String source, RtpParameters parameters) {
    ObjectNode data = Json.object().put("transportId", transportId).put("kind", kind);
    data.set("rtpParameters", Json.tree(parameters));
    data.putObject("appData").put("source", source);
    return data;
  }
}
