package io.parley.jobs.minutes;

import java.util.List;
import java.util.Locale;

/** What must be known of a language. Instances hold no state between calls. */
interface Language {

  /**
   * Words that carry the meaning of each sentence.
   *
   * @return one entry per sentence, in order
   */
  List<Words> words(Transcript transcript);

  Findings findings(Transcript transcript);

  /** True if the sentence announces another topic ("let's move on to…"). */
  boolean opensTopic(String text);

  /**
   * @param terms keys by which sentences are compared, with repetitions
   * @param phrases as a reader would want them in a title or a list of keywords
   */
  record Words(List<String> terms, List<String> phrases) {}

  /**
   * @param tag BCP 47
   */
  static Language of(String tag) {
    return switch (Locale.forLanguageTag(tag).getLanguage()) {
      case "en" -> new English();
      case "zh" -> new Chinese();
      default -> new AnyLanguage();
    };
  }
}
