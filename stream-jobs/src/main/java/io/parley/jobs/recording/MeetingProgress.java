package io.parley.jobs.recording;

/**
 * How far a meeting has been cut. A Flink value; changed by replacing it.
 *
 * @param nextWindow first window not yet closed
 * @param sentWindows windows sent to be composed, from number 0
 * @param archives stretches sent to be archived
 * @param nextFrame number the next frame gets in state
 * @param forgetMillis 0 while the meeting runs; then event time until which later records are known
 *     to be late
 */
public record MeetingProgress(
    long nextWindow, long sentWindows, long archives, long nextFrame, long forgetMillis) {

  static MeetingProgress begin() {
    return new MeetingProgress(0, 0, 0, 0, 0);
  }

  MeetingProgress withFrame() {
    return new MeetingProgress(nextWindow, sentWindows, archives, nextFrame + 1, forgetMillis);
  }

  MeetingProgress closed(long window, long sent) {
    return new MeetingProgress(window + 1, sent, archives, nextFrame, forgetMillis);
  }

  MeetingProgress archived(long more) {
    return new MeetingProgress(nextWindow, sentWindows, archives + more, nextFrame, forgetMillis);
  }

  static MeetingProgress overUntil(long forgetMillis) {
    return new MeetingProgress(0, 0, 0, 0, forgetMillis);
  }

  boolean over() {
    return forgetMillis != 0;
  }
}
