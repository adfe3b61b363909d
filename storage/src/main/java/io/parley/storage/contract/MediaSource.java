package io.parley.storage.contract;

import java.util.Locale;

/** What a track shows or sounds: the field's own words from Media Capture and Screen Capture. */
public enum MediaSource {
  MICROPHONE,
  CAMERA,
  SCREEN,
  SCREEN_AUDIO;

  /** The name in JSON and in track ids: lower case, hyphenated. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public boolean isAudio() {
    return this == MICROPHONE || this == SCREEN_AUDIO;
  }

  /**
   * @throws IllegalArgumentException if no source has this wire name
   */
  public static MediaSource ofWireName(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
