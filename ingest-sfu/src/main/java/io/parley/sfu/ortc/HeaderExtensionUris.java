package io.parley.sfu.ortc;

/** URIs of the RTP header extensions Parley reads or forwards (RFC 8285 §5). */
public final class HeaderExtensionUris {
  /** RFC 8843 §15: which m-section a packet belongs to. */
  public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";

  /** RFC 8852 §3.1: which simulcast layer a packet belongs to. */
  public static final String RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";

  /** RFC 8852 §3.2: which simulcast layer an rtx packet repairs. */
  public static final String REPAIRED_RID =
      "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";

  /** RFC 6464: level of the sound in a packet. */
  public static final String AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

  /** draft-holmer-rmcat-transport-wide-cc-extensions-01 §2. */
  public static final String TRANSPORT_CC =
      "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

  /** 24 bits of NTP time, 6.18 fixed point, when the packet left. */
  public static final String ABS_SEND_TIME =
      "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

  /** 3GPP TS 26.114: how a phone is held. */
  public static final String VIDEO_ORIENTATION = "urn:3gpp:video-orientation";

  /** RTP Payload Format for AV1, appendix A: what a frame belongs to and what it builds on. */
  public static final String DEPENDENCY_DESCRIPTOR =
      "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

  private HeaderExtensionUris() {}
}
