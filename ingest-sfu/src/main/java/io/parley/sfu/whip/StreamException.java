package io.parley.sfu.whip;

import io.parley.sfu.room.RequestException;
import io.parley.sfu.sdp.SdpException;

/** Why a WHIP or WHEP request cannot be done. */
public final class StreamException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is wrong, and the HTTP status that says it. */
  public enum Reason {
    /** No session description or fragment. */
    MALFORMED(400, "malformed"),
    /** The token does not allow it, or is not of this session. */
    FORBIDDEN(403, "forbidden"),
    NO_SUCH_SESSION(404, "no-such-session"),
    /** Nothing is sent yet that could be played; worth another try. */
    NOT_LIVE(409, "not-live"),
    MEETING_OVER(410, "meeting-over"),
    /** The entity tag is of credentials before the last restart of ICE (RFC 9725 §4.3.1). */
    STALE(412, "stale"),
    /** Well-formed, but nothing this server does. */
    UNSUPPORTED(422, "unsupported"),
    /** A PATCH without an If-Match (RFC 9725 §4.3.1). */
    PRECONDITION_MISSING(428, "precondition-required"),
    /** Ours: it is in the log. */
    INTERNAL(500, "internal"),
    MEETING_FULL(503, "meeting-full");

    private final int status;
    private final String code;

    Reason(int status, String code) {
      this.status = status;
      this.code = code;
    }

    public int status() {
      return status;
    }

    /** Stable, for programs. */
    public String code() {
      return code;
    }
  }

  private final Reason reason;

  public StreamException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static StreamException of(SdpException e) {
    Reason reason =
        switch (e.fault()) {
          case MALFORMED -> Reason.MALFORMED;
          case UNSUPPORTED -> Reason.UNSUPPORTED;
        };
    return new StreamException(reason, String.valueOf(e.getMessage()));
  }

  static StreamException of(RequestException e) {
    Reason reason =
        switch (e.code()) {
          case FORBIDDEN -> Reason.FORBIDDEN;
          case MEETING_FULL -> Reason.MEETING_FULL;
          case MEETING_OVER -> Reason.MEETING_OVER;
          case NO_SUCH_PRODUCER, NO_SUCH_MEETING -> Reason.NOT_LIVE;
          case NO_SUCH_TRANSPORT, NO_SUCH_CONSUMER, NO_SUCH_PARTICIPANT, NOT_JOINED ->
              Reason.NO_SUCH_SESSION;
          case BAD_REQUEST, UNSUPPORTED_CODEC, TOO_MANY -> Reason.UNSUPPORTED;
          case ALREADY_JOINED, UNKNOWN_METHOD, INTERNAL -> Reason.INTERNAL;
        };
    return new StreamException(reason, String.valueOf(e.getMessage()));
  }

  public Reason reason() {
    return reason;
  }
}
