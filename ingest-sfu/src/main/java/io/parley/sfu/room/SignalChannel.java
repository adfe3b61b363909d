package io.parley.sfu.room;

/** The way back to one browser. Called on the meeting's loop; never blocks. */
public interface SignalChannel {
  /** Closed for good: this participant was removed, or may not do this. */
  int FORBIDDEN = 4403;

  /** The same participant opened another connection. */
  int REPLACED = 4409;

  /** The meeting is over. */
  int MEETING_OVER = 4410;

  /**
   * @param data becomes the notification's JSON
   */
  void notification(String method, Object data);

  void close(int code, String reason);

  /**
   * Whether the client can make new media once its media died. If not, it is gone with its media.
   */
  default boolean outlivesMedia() {
    return true;
  }
}
