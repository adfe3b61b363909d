package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.transcription.WordErrors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How many words of a meeting its captions have wrong, each person's under their own name. */
final class CaptionErrors {
  /** What the recogniser has wrong on the clean files of the dialogues used here, percent. */
  private static final double CLEAN_PERCENT = 1.1;

  private static final double MORE_THAN_CLEAN_PERCENT = 5;

  /**
   * For one person, percent: a sentence under the wrong name would be missing at one and too much
   * at the other. With the forty words of one person, each counts 2.5.
   */
  private static final double PERSON_PERCENT = 15;

  private int wrong;
  private int spoken;

  /** The words of the transcript that stand under a name, without punctuation. */
  static List<String> heard(JsonNode transcript, String speaker) {
    return heard(transcript, speaker, Long.MAX_VALUE);
  }

  /** The same, of those begun before a moment of the recording. */
  static List<String> heard(JsonNode transcript, String speaker, long untilMicros) {
    List<String> heard = new ArrayList<>();
    for (JsonNode utterance : transcript.get("utterances")) {
      if (utterance.get("speaker").asText().equals(speaker)) {
        for (JsonNode word : utterance.get("words")) {
          if (word.get("startMicros").asLong() < untilMicros) {
            heard.add(WordErrors.plain(word.get("text").asText()));
          }
        }
      }
    }
    return heard;
  }

  /**
   * Counts what one person said.
   *
   * @param said what may have been heard of it; the likeliest counts
   */
  void count(String speaker, List<List<String>> said, List<String> heard) {
    WordErrors errors =
        said.stream()
            .map(words -> WordErrors.between(words, heard))
            .min(Comparator.comparingInt(WordErrors::errors))
            .orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "%s: %d of %d words wrong: %s%n",
        speaker,
        errors.errors(),
        errors.words(),
        String.join(" ", heard));
    assertThat(errors.percent()).as(speaker + " " + heard).isLessThan(PERSON_PERCENT);
    wrong += errors.errors();
    spoken += errors.words();
  }

  /** All together are within five points of the recogniser on clean files. */
  void requireFew() {
    System.out.printf(Locale.ROOT, "captions: %d of %d words wrong%n", wrong, spoken);
    assertThat(100.0 * wrong / spoken).isLessThanOrEqualTo(CLEAN_PERCENT + MORE_THAN_CLEAN_PERCENT);
  }
}
