package io.parley.storage.catalogue;

import java.util.Locale;

/** How far a recording is. Only ever moves on. */
public enum RecordingState {
  NONE,
  LIVE,
  PROCESSING,
  READY;

  /** The name in JSON. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
