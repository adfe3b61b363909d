package io.parley.storage.catalogue;

import java.util.Locale;

/** How far a meeting is. Only ever moves on. */
public enum MeetingState {
  SCHEDULED(0),
  LIVE(1),
  /** Over; the recording is not complete yet. */
  PROCESSING(2),
  /** Over, and everything that was to be recorded is there. */
  READY(3);

  private final int number;

  MeetingState(int number) {
    this.number = number;
  }

  /** The number in the database, which grows with the state. */
  int number() {
    return number;
  }

  static MeetingState of(int number) {
    for (MeetingState state : values()) {
      if (state.number == number) {
        return state;
      }
    }
    throw new IllegalArgumentException("no such state: " + number);
  }

  /** The name in JSON. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
