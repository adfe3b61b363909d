package io.parley.sfu.room;

/**
 * Rules of all meetings.
 *
 * @param emptyTimeoutMicros a meeting nobody is in ends after this
 * @param reconnectGraceMicros a participant without a signalling connection is gone after this
 * @param maxParticipants more are turned away
 */
public record MeetingSettings(
    long emptyTimeoutMicros, long reconnectGraceMicros, int maxParticipants) {
  public MeetingSettings {
    if (emptyTimeoutMicros < 0 || reconnectGraceMicros < 0 || maxParticipants < 1) {
      throw new IllegalArgumentException("time-outs must not be negative, participants positive");
    }
  }
}
