package io.parley.storage.catalogue;

import java.util.Locale;

/** Who may see what a meeting left behind: recording, transcript, minutes. */
public enum RecordingVisibility {
  /** The host and everybody who was in the meeting. */
  PARTICIPANTS,
  HOST,
  /** Everybody who has the address of the meeting. */
  LINK;

  /** The name in JSON. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if no visibility has this name
   */
  public static RecordingVisibility ofWireName(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
