package io.parley.storage.codec.rtp;

/**
 * Bytes that are not what their format says. It carries no stack trace, so that a flood of garbage
 * costs little: count it and drop the packet.
 */
public final class MalformedPacketException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MalformedPacketException(String message) {
    super(message, null, false, false);
  }
}
