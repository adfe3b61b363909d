package io.parley.sfu.sdp;

/** A description that cannot be used; the message may be shown to its sender. */
public final class SdpException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is wrong with it. */
  public enum Fault {
    /** It is no session description, or one that contradicts itself. */
    MALFORMED,
    /** It is well-formed, but asks for what this server does not do. */
    UNSUPPORTED
  }

  private final Fault fault;

  private SdpException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  static SdpException malformed(String message) {
    return new SdpException(Fault.MALFORMED, message);
  }

  public static SdpException unsupported(String message) {
    return new SdpException(Fault.UNSUPPORTED, message);
  }

  public Fault fault() {
    return fault;
  }
}
