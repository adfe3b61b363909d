package io.parley.sfu.room;

/** A request that cannot be done; the code goes to the client. */
public final class RequestException extends Exception {
  private final Code code;

  /** What is wrong, and whose fault it is. */
  public enum Code {
    /** The token lacks the grant. */
    FORBIDDEN("forbidden"),
    NOT_JOINED("not-joined"),
    ALREADY_JOINED("already-joined"),
    MEETING_FULL("meeting-full"),
    MEETING_OVER("meeting-over"),
    BAD_REQUEST("bad-request"),
    UNKNOWN_METHOD("unknown-method"),
    UNSUPPORTED_CODEC("unsupported-codec"),
    NO_SUCH_TRANSPORT("no-such-transport"),
    NO_SUCH_PRODUCER("no-such-producer"),
    NO_SUCH_CONSUMER("no-such-consumer"),
    NO_SUCH_PARTICIPANT("no-such-participant"),
    NO_SUCH_MEETING("no-such-meeting"),
    TOO_MANY("too-many"),
    /** Ours: it is in the log. */
    INTERNAL("internal");

    private final String wireName;

    Code(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  public RequestException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
