package io.parley.storage.catalogue;

import java.util.Locale;

/** How far a meeting is. Only ever moves on: the order of the constants is the order of life. */
public enum MeetingState {
  SCHEDULED,
  LIVE,
  /** Over; the recording is not complete yet. */
  PROCESSING,
  /** Over, and everything that was to be recorded is there. */
  READY;

  /** The name in JSON. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
