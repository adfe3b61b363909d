package io.parley.jobs.media.track;

/**
 * A frame put together from its payloads.
 *
 * @param data in the form {@link EncodedFrame} describes
 */
record Depacketized(byte[] data, boolean keyFrame) {

  /** The payloads do not make a whole frame. */
  static final class IncompleteException extends IllegalArgumentException {
    IncompleteException(String message) {
      super(message);
    }
  }
}
