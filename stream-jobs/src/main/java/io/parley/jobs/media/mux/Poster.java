package io.parley.jobs.media.mux;

/** The still picture that stands for a recording. */
@SuppressWarnings("DoNotCallSuggester")
public final class Poster {
  private Poster() {}

  /** First picture of a composed segment as JPEG. */
  public static byte[] jpeg(byte[] init, byte[] segment) {
    throw new UnsupportedOperationException(init.length + " " + segment.length);
  }
}
