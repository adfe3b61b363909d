package io.parley.sfu.transport;

/** The media port cannot be opened: a matter of configuration or of another process. */
public final class TransportException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TransportException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
