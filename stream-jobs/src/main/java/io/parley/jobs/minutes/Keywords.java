package io.parley.jobs.minutes;

import io.parley.storage.contract.Minutes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Phrases by how often they occur; a longer phrase counts more than its single words. */
final class Keywords {
  private static final int MOST = 12;
  private static final Comparator<Map.Entry<String, Double>> HEAVIEST =
      Map.Entry.<String, Double>comparingByValue().reversed().thenComparing(Map.Entry::getKey);

  private Keywords() {}

  static List<Minutes.Keyword> of(List<Language.Words> sentences) {
    List<Map.Entry<String, Double>> ranked = ranked(sentences, Map.of());
    double top = ranked.isEmpty() ? 1 : ranked.get(0).getValue();
    return ranked.stream()
        .limit(MOST)
        .map(e -> new Minutes.Keyword(e.getKey(), Math.round(e.getValue() / top * 1e3) / 1e3))
        .toList();
  }

  /**
   * @param elsewhere in how many other parts a phrase occurs, which makes it less telling for this
   *     one
   */
  static List<Map.Entry<String, Double>> ranked(
      List<Language.Words> sentences, Map<String, Integer> elsewhere) {
    Map<String, Double> scores = new TreeMap<>();
    for (Language.Words words : sentences) {
      for (String phrase : words.phrases()) {
        double length = 1 + 0.5 * (Math.min(3, phrase.split(" ").length) - 1);
        scores.merge(phrase, length / (1 + elsewhere.getOrDefault(key(phrase), 0)), Double::sum);
      }
    }
    List<Map.Entry<String, Double>> kept = new ArrayList<>();
    for (Map.Entry<String, Double> entry : scores.entrySet().stream().sorted(HEAVIEST).toList()) {
      if (kept.stream().noneMatch(other -> overlaps(other.getKey(), entry.getKey()))) {
        kept.add(entry);
      }
    }
    return kept;
  }

  static String key(String phrase) {
    return phrase.toLowerCase(Locale.ROOT);
  }

  private static boolean overlaps(String a, String b) {
    String x = " " + key(a) + " ";
    String y = " " + key(b) + " ";
    return x.contains(y) || y.contains(x);
  }
}
