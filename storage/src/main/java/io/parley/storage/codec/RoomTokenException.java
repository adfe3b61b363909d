package io.parley.storage.codec;

import java.util.Locale;

/** A room token that opens no door. */
public final class RoomTokenException extends Exception {

  /** Why. The wire name is what the closing socket says. */
  public enum Reason {
    EXPIRED,
    /** Not signed with our key, or by another issuer, or with another algorithm. */
    FORGED,
    /** Ours, but meant for another service. */
    WRONG_AUDIENCE,
    /** Not a token, or claims are missing. */
    MALFORMED;

    /** Lower case, hyphenated, as in the protocol. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Reason reason;

  RoomTokenException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  RoomTokenException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
