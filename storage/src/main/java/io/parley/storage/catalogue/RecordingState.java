package io.parley.storage.catalogue;

import java.util.Locale;

/** How far a recording is. Only ever moves on. */
public enum RecordingState {
  NONE(0),
  LIVE(1),
  PROCESSING(2),
  READY(3);

  private final int number;

  RecordingState(int number) {
    this.number = number;
  }

  /** The number in the database, which grows with the state. */
  int number() {
    return number;
  }

  static RecordingState of(int number) {
    for (RecordingState state : values()) {
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
