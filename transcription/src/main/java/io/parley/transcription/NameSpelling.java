package io.parley.transcription;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** How the words of a display name are written when somebody says them. */
final class NameSpelling {
  private NameSpelling() {}

  /**
   * Spoken form, lower case, to written form. A word of the name is written as its owner writes it,
   * but somebody who writes everything small gets capitals. What people put beside their names (a
   * device, a role, the small words between names) is no name.
   */
  static Map<String, String> of(String displayName) {
    boolean allSmall = displayName.equals(displayName.toLowerCase(Locale.ROOT));
    Map<String, String> spelling = new HashMap<>();
    for (String part : displayName.trim().split("[\\s,;()\\[\\]/|_]+")) {
      String word = part.replaceFirst("['\\u2019]s$", "");
      boolean small = word.equals(word.toLowerCase(Locale.ROOT));
      boolean cased = !word.toUpperCase(Locale.ROOT).equals(word.toLowerCase(Locale.ROOT));
      String spoken = word.toLowerCase(Locale.ROOT);
      if (word.length() > 1
          && Character.isLetter(word.codePointAt(0))
          && !(cased && small && !allSmall)
          && !EnglishWords.BESIDE_NAMES.contains(spoken)) {
        String written = small ? SentenceRules.capital(word) : word;
        spelling.put(spoken, written);
        // Recognisers of English write no accents.
        spelling.putIfAbsent(withoutAccents(spoken), written);
      }
    }
    return spelling;
  }

  private static String withoutAccents(String word) {
    return Normalizer.normalize(word, Normalizer.Form.NFD).replaceAll("\\p{Mn}+", "");
  }
}
