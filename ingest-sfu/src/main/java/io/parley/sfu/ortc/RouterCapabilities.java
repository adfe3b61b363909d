package io.parley.sfu.ortc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the SFU forwards: the answer to {@code getRouterRtpCapabilities}. */
public final class RouterCapabilities {
  private static final List<RtcpFeedback> VIDEO_FEEDBACK =
      List.of(
          RtcpFeedback.NACK,
          RtcpFeedback.PLI,
          RtcpFeedback.FIR,
          RtcpFeedback.REMB,
          RtcpFeedback.TRANSPORT_CC);
  private static final List<RtcpFeedback> AUDIO_FEEDBACK =
      List.of(RtcpFeedback.NACK, RtcpFeedback.TRANSPORT_CC);

  private static final int OPUS = 111;
  private static final int RED = 63;

  private static final RtpCapabilities ALL = build();

  private RouterCapabilities() {}

  /**
   * Opus with and without redundancy, then VP8, VP9, H.264 and AV1 each with rtx, on dynamic
   * payload types from 96.
   */
  public static RtpCapabilities get() {
    return ALL;
  }

  private static RtpCapabilities build() {
    List<RtpCapabilities.Codec> codecs = new ArrayList<>();
    codecs.add(
        new RtpCapabilities.Codec(
            MediaKind.AUDIO,
            "audio/opus",
            OPUS,
            48_000,
            2,
            Map.of("minptime", 10, "useinbandfec", 1),
            AUDIO_FEEDBACK));
    codecs.add(
        new RtpCapabilities.Codec(
            MediaKind.AUDIO,
            "audio/red",
            RED,
            48_000,
            2,
            Negotiation.redParameters(OPUS),
            List.of()));
    video(codecs, "video/VP8", 96, Map.of());
    video(codecs, "video/VP9", 98, Map.of("profile-id", 0));
    video(codecs, "video/VP9", 100, Map.of("profile-id", 2));
    video(codecs, "video/H264", 102, h264("42e01f"));
    video(codecs, "video/H264", 104, h264("42001f"));
    video(codecs, "video/H264", 106, h264("4d001f"));
    video(codecs, "video/H264", 108, h264("64001f"));
    video(codecs, "video/AV1", 112, Map.of("profile", 0));
    return new RtpCapabilities(codecs, extensions());
  }

  private static Map<String, Object> h264(String profileLevelId) {
    return Map.of(
        "packetization-mode", 1, "level-asymmetry-allowed", 1, "profile-level-id", profileLevelId);
  }

  private static void video(
      List<RtpCapabilities.Codec> codecs,
      String mimeType,
      int payloadType,
      Map<String, Object> parameters) {
    codecs.add(
        new RtpCapabilities.Codec(
            MediaKind.VIDEO, mimeType, payloadType, 90_000, null, parameters, VIDEO_FEEDBACK));
    codecs.add(
        new RtpCapabilities.Codec(
            MediaKind.VIDEO,
            "video/rtx",
            payloadType + 1,
            90_000,
            null,
            Map.of("apt", payloadType),
            List.of()));
  }

  /** Directions are the SFU's: it receives rid, it does not send it. */
  private static List<RtpCapabilities.HeaderExtension> extensions() {
    List<RtpCapabilities.HeaderExtension> list = new ArrayList<>();
    for (MediaKind kind : MediaKind.values()) {
      list.add(extension(kind, HeaderExtensionUris.MID, 1, "sendrecv"));
      list.add(extension(kind, HeaderExtensionUris.ABS_SEND_TIME, 4, "sendrecv"));
      list.add(extension(kind, HeaderExtensionUris.TRANSPORT_CC, 5, "sendrecv"));
    }
    list.add(extension(MediaKind.VIDEO, HeaderExtensionUris.RID, 2, "recvonly"));
    list.add(extension(MediaKind.VIDEO, HeaderExtensionUris.REPAIRED_RID, 3, "recvonly"));
    list.add(extension(MediaKind.AUDIO, HeaderExtensionUris.AUDIO_LEVEL, 10, "sendrecv"));
    list.add(extension(MediaKind.VIDEO, HeaderExtensionUris.VIDEO_ORIENTATION, 11, "sendrecv"));
    list.add(extension(MediaKind.VIDEO, HeaderExtensionUris.DEPENDENCY_DESCRIPTOR, 12, "sendrecv"));
    return list;
  }

  private static RtpCapabilities.HeaderExtension extension(
      MediaKind kind, String uri, int id, String direction) {
    return new RtpCapabilities.HeaderExtension(kind, uri, id, false, direction);
  }
}
