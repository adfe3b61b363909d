package io.parley.storage.blob;

import java.io.IOException;

/** An object could not be written or read, after all the retries that make sense. */
public final class BlobException extends IOException {

  /** Whose fault it is, and so what to do next. */
  public enum Fault {
    /** There is no such object. */
    NOT_FOUND(false),
    /** The request makes no sense: an invalid key, a range beyond the end. Trying again is vain. */
    CALLER(false),
    /** Credentials, bucket or endpoint are wrong: the operator must act. */
    CONFIGURATION(false),
    /** The object changed while it was read: read it again from its start. */
    CHANGED(false),
    /** The store answered that it can't at the moment. */
    SERVER(true),
    /** The store could not be reached, or the connection broke. */
    NETWORK(true);

    private final boolean passing;

    Fault(boolean passing) {
      this.passing = passing;
    }

    /** True if the same request may well succeed later. */
    public boolean isPassing() {
      return passing;
    }
  }

  private final Fault fault;

  BlobException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
