package io.parley.bench.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.bench.media.CameraTrack;
import io.parley.bench.media.RtpStream;
import io.parley.bench.media.SpokenTrack;
import io.parley.sfu.ortc.HeaderExtensionUris;

/** How a track is announced with {@code produce}: as mediasoup-client does for a browser. */
final class Publication {
  static final char AUDIO_MID = '0';
  static final char VIDEO_MID = '1';

  private Publication() {}

  static ObjectNode microphone(String transportId, long ssrc, String cname) {
    ObjectNode codec =
        Json.object()
            .put("mimeType", "audio/opus")
            .put("payloadType", SpokenTrack.PAYLOAD_TYPE)
            .put("clockRate", 48_000)
            .put("channels", 2);
    codec.putObject("parameters").put("minptime", 10).put("useinbandfec", 1);
    feedback(codec, "transport-cc", "");
    ObjectNode rtp = rtpParameters(codec, AUDIO_MID, ssrc, cname);
    extension(rtp, HeaderExtensionUris.AUDIO_LEVEL, RtpStream.AUDIO_LEVEL_EXTENSION);
    return produce(transportId, "audio", "microphone", rtp);
  }

  static ObjectNode camera(String transportId, long ssrc, String cname) {
    ObjectNode codec =
        Json.object()
            .put("mimeType", "video/VP8")
            .put("payloadType", CameraTrack.PAYLOAD_TYPE)
            .put("clockRate", 90_000);
    codec.putObject("parameters");
    feedback(codec, "transport-cc", "");
    feedback(codec, "ccm", "fir");
    feedback(codec, "nack", "pli");
    return produce(transportId, "video", "camera", rtpParameters(codec, VIDEO_MID, ssrc, cname));
  }

  private static ObjectNode produce(
      String transportId, String kind, String source, ObjectNode rtp) {
    ObjectNode data = Json.object().put("transportId", transportId).put("kind", kind);
    data.set("rtpParameters", rtp);
    data.putObject("appData").put("source", source);
    return data;
  }

  private static ObjectNode rtpParameters(ObjectNode codec, char mid, long ssrc, String cname) {
    ObjectNode rtp = Json.object().put("mid", String.valueOf(mid));
    rtp.putArray("codecs").add(codec);
    rtp.putArray("headerExtensions");
    rtp.putArray("encodings").addObject().put("ssrc", ssrc);
    rtp.putObject("rtcp").put("cname", cname).put("reducedSize", true).put("mux", true);
    extension(rtp, HeaderExtensionUris.MID, RtpStream.MID_EXTENSION);
    extension(rtp, HeaderExtensionUris.TRANSPORT_CC, RtpStream.TRANSPORT_CC_EXTENSION);
    return rtp;
  }

  private static void extension(ObjectNode rtp, String uri, int id) {
    ArrayNode extensions = rtp.withArray("headerExtensions");
    extensions.addObject().put("uri", uri).put("id", id).put("encrypt", false);
  }

  private static void feedback(ObjectNode codec, String type, String parameter) {
    codec.withArray("rtcpFeedback").addObject().put("type", type).put("parameter", parameter);
  }
}
