package io.parley.storage.contract;

import java.util.Locale;

/** The codecs Parley forwards, records and reads; names as registered with IANA. */
public enum MediaCodec {
  OPUS("audio/opus"),
  VP8("video/VP8"),
  VP9("video/VP9"),
  H264("video/H264"),
  AV1("video/AV1");

  private final String mimeType;

  MediaCodec(String mimeType) {
    this.mimeType = mimeType;
  }

  public String mimeType() {
    return mimeType;
  }

  public boolean isAudio() {
    return this == OPUS;
  }

  /**
   * Media types compare without regard to case (RFC 2045 §5.1).
   *
   * @throws IllegalArgumentException if the codec is not one of ours
   */
  public static MediaCodec ofMimeType(String mimeType) {
    String wanted = mimeType.toLowerCase(Locale.ROOT);
    for (MediaCodec codec : values()) {
      if (codec.mimeType.toLowerCase(Locale.ROOT).equals(wanted)) {
        return codec;
      }
    }
    throw new IllegalArgumentException("unknown media type: " + mimeType);
  }
}
