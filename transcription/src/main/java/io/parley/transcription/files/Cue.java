package io.parley.transcription.files;

import java.util.List;

/**
 * What stands on the screen at once.
 *
 * @param speaker display name; cues of one speaker never overlap
 * @param startMillis meeting clock
 * @param endMillis 833–7,000 ms after the start
 * @param lines one or two, none wider than {@link CueText#LINE}
 */
record Cue(String speaker, long startMillis, long endMillis, List<String> lines) {
  static final long SHORTEST_MILLIS = 834; // 5/6 s
  static final long LONGEST_MILLIS = 7_000;
  static final int CHARACTERS_A_SECOND = 17;

  Cue {
    lines = List.copyOf(lines);
  }

  /** Least time to read so much, in milliseconds. */
  static long readingMillis(int width) {
    return Math.max(
        SHORTEST_MILLIS, (width * 1_000L + CHARACTERS_A_SECOND - 1) / CHARACTERS_A_SECOND);
  }
}
