package io.parley.storage.codec;

/**
 * Bytes that are not what they should be. The reader counts the record and goes on; nothing but the
 * record is lost.
 */
public final class FormatException extends Exception {

  /** What is wrong, and so whose turn it is to act. */
  public enum Reason {
    /** Cut short, garbled, or a field is missing or out of range: the writer is at fault. */
    MALFORMED,
    /** Written by a newer Parley: this reader must be upgraded. */
    UNKNOWN_VERSION,
    /** A record type that this reader doesn't know: it must be upgraded. */
    UNKNOWN_TYPE
  }

  private final Reason reason;

  public FormatException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public FormatException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
