package io.parley.jobs.media.mux;

/** The fragmented MP4 form of a recording (ISO/IEC 14496-12, CMAF ISO/IEC 23000-19). */
@SuppressWarnings("DoNotCallSuggester")
public final class Fmp4 {
  private Fmp4() {}

  /** The RFC 6381 codecs string of an init segment, such as {@code avc1.42c01f,mp4a.40.2}. */
  public static String codecs(byte[] init) {
    throw new UnsupportedOperationException(init.length + " bytes");
  }
}
