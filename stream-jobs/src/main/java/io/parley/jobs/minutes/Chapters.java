package io.parley.jobs.minutes;

import io.parley.storage.contract.Minutes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where the words change, a chapter begins (TextTiling, Hearst 1997): the sentences on both sides
 * of each gap are compared, and the deepest valleys of similarity are borders, the more so where
 * somebody says that the topic changes.
 */
final class Chapters {
  private static final int BLOCK = 8;
  private static final long MIN_MICROS = 60_000_000;
  private static final int MAX_CHAPTERS = 12;
  private static final double ANNOUNCED = 0.5;
  private static final int TITLE_PHRASES = 2;

  private Chapters() {}

  static List<Minutes.Chapter> of(
      Transcript transcript, List<Language.Words> words, Language language) {
    List<Sentence> sentences = transcript.sentences();
    if (sentences.isEmpty()) {
      return List.of();
    }
    List<Integer> starts = new ArrayList<>(List.of(0));
    starts.addAll(borders(transcript, words, language));
    List<Minutes.Chapter> chapters = new ArrayList<>();
    long end =
        Math.max(transcript.durationMicros(), sentences.get(sentences.size() - 1).endMicros());
    List<List<Language.Words>> parts = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int to = i + 1 < starts.size() ? starts.get(i + 1) : sentences.size();
      parts.add(words.subList(starts.get(i), to));
    }
    Set<String> used = new HashSet<>();
    for (int i = 0; i < starts.size(); i++) {
      long from = i == 0 ? 0 : sentences.get(starts.get(i)).startMicros();
      long until = i + 1 < starts.size() ? sentences.get(starts.get(i + 1)).startMicros() : end;
      String title = title(parts, i, sentences.get(starts.get(i)).text(), used);
      chapters.add(new Minutes.Chapter(title, from, until));
    }
    return chapters;
  }

  private static List<Integer> borders(
      Transcript transcript, List<Language.Words> words, Language language) {
    List<Sentence> sentences = transcript.sentences();
    int n = sentences.size();
    double[] similarity = new double[n];
    for (int gap = 1; gap < n; gap++) {
      similarity[gap] =
          TermWeights.cosine(
              block(words, Math.max(0, gap - BLOCK), gap),
              block(words, gap, Math.min(n, gap + BLOCK)));
    }
    double[] depth = new double[n];
    for (int gap = 1; gap < n; gap++) {
      depth[gap] = peak(similarity, gap, -1) + peak(similarity, gap, 1) - 2 * similarity[gap];
      if (language.opensTopic(sentences.get(gap).text())) {
        depth[gap] += ANNOUNCED;
      }
    }
    return deepest(sentences, depth, transcript.durationMicros());
  }

  private static List<Integer> deepest(List<Sentence> sentences, double[] depth, long duration) {
    double mean = 0;
    double square = 0;
    for (double d : depth) {
      mean += d / depth.length;
      square += d * d / depth.length;
    }
    double threshold = mean + Math.sqrt(Math.max(0, square - mean * mean)) / 2;
    long apart = Math.max(MIN_MICROS, duration / MAX_CHAPTERS);
    List<Integer> gaps = new ArrayList<>();
    for (int gap = 1; gap < depth.length; gap++) {
      if (depth[gap] > threshold) {
        gaps.add(gap);
      }
    }
    gaps.sort((a, b) -> Double.compare(depth[b], depth[a]));
    List<Integer> chosen = new ArrayList<>();
    long last = sentences.get(sentences.size() - 1).endMicros();
    for (int gap : gaps) {
      long time = sentences.get(gap).startMicros();
      boolean free =
          chosen.stream().allMatch(c -> Math.abs(sentences.get(c).startMicros() - time) >= apart);
      if (free && time >= apart && last - time >= apart) {
        chosen.add(gap);
      }
    }
    chosen.sort(null);
    return chosen;
  }

  private static double peak(double[] similarity, int gap, int step) {
    double best = similarity[gap];
    for (int i = gap + step; i >= 1 && i < similarity.length && similarity[i] >= best; i += step) {
      best = similarity[i];
    }
    return best;
  }

  private static Map<String, Double> block(List<Language.Words> words, int from, int to) {
    Map<String, Double> counts = new TreeMap<>();
    for (Language.Words sentence : words.subList(from, to)) {
      sentence.terms().forEach(term -> counts.merge(term, 1.0, Double::sum));
    }
    double norm = Math.sqrt(counts.values().stream().mapToDouble(c -> c * c).sum());
    counts.replaceAll((term, count) -> count / norm);
    return counts;
  }

  private static String title(
      List<List<Language.Words>> parts, int part, String opening, Set<String> used) {
    Map<String, Integer> elsewhere = new TreeMap<>();
    for (int i = 0; i < parts.size(); i++) {
      if (i != part) {
        parts.get(i).stream()
            .flatMap(words -> words.phrases().stream())
            .map(Keywords::key)
            .collect(Collectors.toCollection(HashSet::new))
            .forEach(phrase -> elsewhere.merge(phrase, 1, Integer::sum));
      }
    }
    List<String> telling =
        Keywords.ranked(parts.get(part), elsewhere).stream()
            .map(Map.Entry::getKey)
            .filter(phrase -> !used.contains(phrase))
            .limit(TITLE_PHRASES)
            .toList();
    used.addAll(telling);
    String text = telling.isEmpty() ? opening : String.join(", ", telling);
    int first = Character.charCount(text.codePointAt(0));
    return text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first);
  }
}
