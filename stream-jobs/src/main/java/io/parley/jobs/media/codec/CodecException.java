package io.parley.jobs.media.codec;

/** The machine's codecs refuse: a build without one, or no memory. Never the input's fault. */
public final class CodecException extends RuntimeException {
  public CodecException(String message) {
    super(message);
  }
}
