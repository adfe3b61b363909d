package io.parley.jobs.minutes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * English reduced to what rules can be written for: lower case, no punctuation, contractions
 * written out, and each attendee's name replaced by {@code @index}. {@link #plain} has a space
 * before and after every word.
 */
record Clause(List<Token> tokens, String text) {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’][\\p{L}]+)*");
  private static final Map<String, String> WHOLE =
      Map.of(
          "won't", "will not",
          "can't", "can not",
          "cannot", "can not",
          "gonna", "going to",
          "wanna", "want to",
          "let's", "let us",
          "gotta", "got to",
          "ok", "okay");
  private static final Map<String, String> ENDINGS =
      Map.of("ll", " will", "re", " are", "ve", " have", "d", " would", "m", " am");
  private static final Set<String> IS_SHORT =
      Set.of("it", "that", "what", "who", "he", "she", "there", "here", "how", "where", "when");
  private static final Set<String> SUBJECTS =
      Set.of("i", "we", "you", "he", "she", "they", "somebody", "someone");
  private static final Set<String> MODALS =
      Set.of(
          "will", "shall", "can", "could", "should", "must", "am", "is", "are", "need", "needs",
          "have", "has", "would");
  private static final Set<String> JOINTS = Set.of("and", "but", "so", "then", "while");

  /** A word, where it stands in the text. */
  record Token(String word, int start, int end) {}

  static Clause of(String text, People people) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      String word = matcher.group().toLowerCase(Locale.ROOT).replace('’', '\'');
      for (String part : expand(word).split(" ")) {
        tokens.add(new Token(part, matcher.start(), matcher.end()));
      }
    }
    return new Clause(people.named(tokens, text), text);
  }

  private static String expand(String word) {
    String whole = WHOLE.get(word);
    if (whole != null) {
      return whole;
    }
    int quote = word.indexOf('\'');
    if (quote < 0) {
      return word;
    }
    String stem = word.substring(0, quote);
    String ending = word.substring(quote + 1);
    if (ending.equals("t") && stem.endsWith("n")) {
      return stem.substring(0, stem.length() - 1) + " not";
    }
    if (ending.equals("s")) {
      return IS_SHORT.contains(stem) ? stem + " is" : stem;
    }
    return ENDINGS.containsKey(ending) ? stem + ENDINGS.get(ending) : word.replace("'", "");
  }

  /** " i will send it " */
  String plain() {
    StringBuilder plain = new StringBuilder(" ");
    tokens.forEach(token -> plain.append(token.word()).append(' '));
    return plain.toString();
  }

  boolean isWhole() {
    return tokens.isEmpty() || tokens.get(0).start() == 0;
  }

  /** Parts that have a subject and a verb of their own. */
  List<Clause> split() {
    List<Clause> parts = new ArrayList<>();
    int from = 0;
    for (int i = 1; i + 1 < tokens.size(); i++) {
      boolean joint = JOINTS.contains(tokens.get(i).word());
      boolean comma =
          text.substring(
                  tokens.get(i - 1).end(), Math.max(tokens.get(i - 1).end(), tokens.get(i).start()))
              .contains(",");
      int subject = joint ? i + 1 : i;
      if ((joint || comma) && i > from && startsAt(subject)) {
        parts.add(part(from, i));
        from = subject;
      }
    }
    parts.add(part(from, tokens.size()));
    return parts;
  }

  private boolean startsAt(int subject) {
    return subject + 1 < tokens.size()
        && (SUBJECTS.contains(tokens.get(subject).word())
            || tokens.get(subject).word().startsWith("@"))
        && MODALS.contains(tokens.get(subject + 1).word());
  }

  private Clause part(int from, int to) {
    return from == 0 && to == tokens.size() ? this : new Clause(tokens.subList(from, to), text);
  }

  /** The original text of this part, without what only joined it to others. */
  String original() {
    if (tokens.isEmpty()) {
      return text;
    }
    int start = tokens.get(0).start();
    int end = tokens.get(tokens.size() - 1).end();
    String part = text.substring(start, end);
    int first = Character.charCount(part.codePointAt(0));
    return part.substring(0, first).toUpperCase(Locale.ROOT) + part.substring(first);
  }
}
