package io.parley.transcription;

import io.parley.storage.contract.Word;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the recogniser's lower-case words into sentences: capitals, full stops, question marks, and
 * the commas of address and answer. Sentences part where a pause and the words on both sides of it
 * agree. Numbers stay as they were said. The same words at the same times always give the same
 * text. Knows English; sentences of other languages part at long pauses only, and get a capital at
 * the start and a full stop. Immutable.
 */
public final class SentenceRules {
  /** Shorter gaps between words are articulation. */
  private static final long PAUSE = 45_000;

  /** A pause that is meant. */
  private static final long CLEAR_PAUSE = 120_000;

  /** So long a pause parts sentences whatever the next word is. */
  private static final long LONG_PAUSE = 400_000;

  /** So long a pause parts sentences whatever the words are. */
  private static final long BREAK = 900_000;

  /** As Chinese and Japanese write it. */
  private static final String FULL_STOP = "\u3002";

  private final List<String> names;
  private final Map<String, String> spelling = new HashMap<>();

  /**
   * @param displayNames of those present; each word of a name is written as in the name
   */
  public SentenceRules(Collection<String> displayNames) {
    names = List.copyOf(displayNames);
    names.forEach(name -> spelling.putAll(NameSpelling.of(name)));
  }

  List<String> names() {
    return names;
  }

  /**
   * @param said words as recognised, with their times
   * @return the same words with the same times, written as in a text
   */
  public List<Word> apply(List<Word> said) {
    List<Word> written = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < said.size(); i++) {
      boolean ends = i == said.size() - 1;
      String mark = ends ? "." : mark(said, from, i);
      if (mark.equals(".")) {
        sentence(said, from, i + 1, written);
        from = i + 1;
      }
    }
    return written;
  }

  /** Text of a partial: capitals, no full stop, because more may follow. */
  public String partial(String said) {
    if (said.isBlank()) {
      return "";
    }
    List<String> out = new ArrayList<>();
    String before = "";
    for (String word : said.trim().split("\\s+")) {
      boolean everyday = EnglishWords.EVERYDAY_NAMES.contains(word);
      out.add(spell(word, before, !everyday));
      before = word;
    }
    out.set(0, capital(out.get(0)));
    return String.join(" ", out);
  }

  /** The words of a text, joined as they are read. */
  public static String join(List<Word> words) {
    StringBuilder text = new StringBuilder();
    for (Word word : words) {
      if (!text.isEmpty() && !(endsIdeographic(text) && startsIdeographic(word.text()))) {
        text.append(' ');
      }
      text.append(word.text());
    }
    return text.toString();
  }

  /** Chinese and Japanese put no blanks between words; their punctuation is as wide as a sign. */
  private static boolean startsIdeographic(CharSequence text) {
    return !text.isEmpty() && Character.isIdeographic(Character.codePointAt(text, 0));
  }

  private static boolean endsIdeographic(CharSequence text) {
    if (text.isEmpty()) {
      return false;
    }
    int last = Character.codePointBefore(text, text.length());
    return Character.isIdeographic(last) || FULL_STOP.codePointAt(0) == last;
  }

  /** What stands between word {@code i} and the next: ".", "," or nothing. */
  private String mark(List<Word> said, int from, int i) {
    String word = said.get(i).text();
    String next = said.get(i + 1).text();
    long pause = pauseAfter(said, i);
    int length = i - from + 1;
    if (pause >= BREAK) {
      return ".";
    }
    if (pause < PAUSE) {
      return "";
    }
    boolean named = named(said, i);
    if (length == 1 && (named || EnglishWords.ANSWERS.contains(word))) {
      return ",";
    }
    if (length == 2 && EnglishWords.ANSWERS.contains(said.get(from).text()) && named) {
      return EnglishWords.OPENERS.contains(next) ? "." : ",";
    }
    if (length == 1 && EnglishWords.EXCLAMATIONS.contains(word)) {
      return named(said, i + 1) ? "," : ".";
    }
    boolean addressed = isName(next) && i + 2 == said.size();
    boolean tag = EnglishWords.TAGS.contains(next) && endsWithTag(said, i + 1);
    if (tag) {
      return ",";
    }
    if (addressed || (EnglishWords.CONTINUERS.contains(next) && !begins(said, i + 1, pause))) {
      return pause >= LONG_PAUSE && length >= 4 && !addressed ? "." : ",";
    }
    boolean pointing = word.equals("that") && pause >= CLEAR_PAUSE;
    if (EnglishWords.NEVER_LAST.contains(word) && !pointing && !named) {
      return "";
    }
    boolean opens = EnglishWords.OPENERS.contains(next) || isName(next);
    return (opens && length >= 2) || pause >= LONG_PAUSE ? "." : "";
  }

  /** "isn't it" at the end or before a pause. */
  private static boolean endsWithTag(List<Word> said, int at) {
    return at + 1 < said.size()
        && EnglishWords.PRONOUNS.contains(said.get(at + 1).text())
        && (at + 2 == said.size() || pauseAfter(said, at + 1) >= PAUSE);
  }

  /** A name for certain; one that is also an everyday word only where it is set off by pauses. */
  private boolean named(List<Word> said, int at) {
    String word = said.get(at).text();
    return isName(word) || (spelling.containsKey(word) && setOff(said, at));
  }

  private static long pauseAfter(List<Word> said, int at) {
    return said.get(at + 1).startMicros() - said.get(at).endMicros();
  }

  /** A word that usually continues a sentence begins one: "which …?", "that was …". */
  private boolean begins(List<Word> said, int at, long pause) {
    List<String> ahead =
        said.subList(at, Math.min(said.size(), at + 4)).stream().map(Word::text).toList();
    boolean points =
        ahead.size() > 1
            && ahead.get(0).equals("that")
            && EnglishWords.AUXILIARIES.contains(ahead.get(1));
    return isQuestion(ahead) || (points && pause >= CLEAR_PAUSE);
  }

  private void sentence(List<Word> said, int from, int to, List<Word> written) {
    List<String> words = said.subList(from, to).stream().map(Word::text).toList();
    String end = isQuestion(words) ? "?" : ".";
    for (int i = from; i < to; i++) {
      Word word = said.get(i);
      String text = spell(word.text(), i == from ? "" : said.get(i - 1).text(), setOff(said, i));
      if (i == from) {
        text = capital(text);
      }
      String mark = i == to - 1 ? end : mark(said, from, i);
      text += mark.equals(".") && endsIdeographic(text) ? FULL_STOP : mark;
      written.add(new Word(text, word.startMicros(), word.endMicros(), word.confidence()));
    }
  }

  /** Pauses on both sides: somebody is addressed. */
  private static boolean setOff(List<Word> said, int i) {
    boolean before = i == 0 || pauseAfter(said, i - 1) >= PAUSE;
    boolean after = i == said.size() - 1 || pauseAfter(said, i) >= PAUSE;
    return before && after;
  }

  /** True if a sentence made of these lower-case words asks something. */
  boolean isQuestion(List<String> words) {
    int at = 0;
    while (at < words.size() - 1
        && (EnglishWords.LEAD_INS.contains(words.get(at)) || isName(words.get(at)))
        && !(EnglishWords.AUXILIARIES.contains(words.get(at))
            && EnglishWords.SUBJECTS.contains(words.get(at + 1)))) {
      at++;
    }
    List<String> rest = words.subList(at, words.size());
    if (rest.isEmpty()) {
      return false;
    }
    String first = rest.get(0);
    String second = rest.size() > 1 ? rest.get(1) : "";
    if (EnglishWords.WH.contains(first)) {
      return rest.size() == 1 ? !first.equals("well") : asksWith(first, second, rest);
    }
    if (EnglishWords.AUXILIARIES.contains(first)) {
      return (EnglishWords.SUBJECTS.contains(second) && !first.equals("may")) || isName(second);
    }
    return isTagged(words);
  }

  private static boolean asksWith(String first, String second, List<String> rest) {
    if (first.contains("'") || second.equals("about") || first.equals("why")) {
      return true;
    }
    if (EnglishWords.PRONOUNS.contains(second)) {
      return false;
    }
    if (first.equals("who")) {
      return true;
    }
    // "what time is it", "how many users did you see": the verb comes soon after what is asked.
    int limit = Math.min(rest.size(), 5);
    return rest.subList(1, limit).stream().anyMatch(EnglishWords.AUXILIARIES::contains)
        || (first.equals("what") && second.endsWith("s"))
        || (first.equals("how") && (second.equals("many") || second.equals("much")));
  }

  /** "…, isn't it", "…, don't you". */
  private static boolean isTagged(List<String> words) {
    int n = words.size();
    return n > 3
        && EnglishWords.TAGS.contains(words.get(n - 2))
        && EnglishWords.PRONOUNS.contains(words.get(n - 1));
  }

  private boolean isName(String word) {
    return spelling.containsKey(word) && !EnglishWords.EVERYDAY_NAMES.contains(word);
  }

  private String spell(String word, String before, boolean setOff) {
    String fixed = EnglishWords.SPELLINGS.get(word);
    if (fixed != null) {
      return fixed;
    }
    int apostrophe = word.indexOf('\'');
    String stem = apostrophe > 0 ? word.substring(0, apostrophe) : word;
    String ending = word.substring(stem.length());
    String name = spelling.get(stem);
    if (name != null && (setOff || !EnglishWords.EVERYDAY_NAMES.contains(stem))) {
      return name + ending;
    }
    boolean month =
        EnglishWords.MONTH_OR_VERB.contains(stem) && EnglishWords.DATE_CONTEXT.contains(before);
    return month || EnglishWords.CAPITALISED.contains(stem) ? capital(stem) + ending : word;
  }

  static String capital(String word) {
    int first = word.codePointAt(0);
    return new StringBuilder()
        .appendCodePoint(Character.toTitleCase(first))
        .append(word, Character.charCount(first), word.length())
        .toString();
  }
}
