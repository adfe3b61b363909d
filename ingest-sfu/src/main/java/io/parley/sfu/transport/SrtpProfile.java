package io.parley.sfu.transport;

import org.jitsi.srtp.SrtpPolicy;

/** SRTP protection profiles that DTLS may choose (RFC 5764 §4.1.2, RFC 7714 §14.2). */
public enum SrtpProfile {
  AEAD_AES_128_GCM(0x0007, 12, 16),
  AES_CM_128_HMAC_SHA1_80(0x0001, 14, 10);

  static final int KEY_LENGTH = 16;
  private static final int HMAC_KEY_LENGTH = 20;

  private final int dtlsId;
  private final int saltLength;
  private final int tagLength;

  SrtpProfile(int dtlsId, int saltLength, int tagLength) {
    this.dtlsId = dtlsId;
    this.saltLength = saltLength;
    this.tagLength = tagLength;
  }

  /** Number in the use_srtp extension. */
  int dtlsId() {
    return dtlsId;
  }

  /** Master salt, bytes. */
  int saltLength() {
    return saltLength;
  }

  /** Bytes that protection adds to RTP; RTCP gets four more. */
  int tagLength() {
    return tagLength;
  }

  /**
   * Retransmissions may be sent again under their old number, so only receiving checks replays: the
   * sender must never put two different packets under one SSRC and sequence number (RFC 7714 §8).
   */
  SrtpPolicy policy() {
    boolean gcm = this == AEAD_AES_128_GCM;
    SrtpPolicy policy =
        new SrtpPolicy(
            gcm ? SrtpPolicy.AESGCM_ENCRYPTION : SrtpPolicy.AESCM_ENCRYPTION,
            KEY_LENGTH,
            gcm ? SrtpPolicy.NULL_AUTHENTICATION : SrtpPolicy.HMACSHA1_AUTHENTICATION,
            gcm ? 0 : HMAC_KEY_LENGTH,
            tagLength,
            saltLength);
    policy.setSendReplayEnabled(false);
    return policy;
  }
}
