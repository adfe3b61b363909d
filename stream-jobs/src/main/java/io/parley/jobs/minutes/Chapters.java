package io.parley.jobs.minutes;

import io.parley.storage.contract.Minutes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where the words change, a chapter begins: of all ways to cut the meeting, the one under which
 * each chapter's own vocabulary explains its words best, at a price for every cut (Utiyama and
 * Isahara, "A statistical model for domain-independent text segmentation", 2001). Announcements
 * ("let's move on to…") and pauses make a cut cheaper; chapters have a least length.
 */
final class Chapters {
  private static final double LONG_PAUSE_MICROS = 3_000_000;
  private static final long MIN_MICROS = 60_000_000;
  private static final int MAX_CHAPTERS = 12;
  private static final double ANNOUNCED = 3;
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
    long apart = Math.max(MIN_MICROS, transcript.durationMicros() / MAX_CHAPTERS);
    int vocabulary = vocabulary(words);
    double penalty = Math.log(1 + words.stream().mapToInt(w -> w.terms().size()).sum());
    double[] best = new double[n + 1];
    int[] from = new int[n + 1];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    best[0] = 0;
    for (int start = 0; start < n; start++) {
      if (best[start] == Double.POSITIVE_INFINITY) {
        continue;
      }
      double before =
          best[start] + penalty - (start == 0 ? 0 : invitation(sentences, start, language));
      Span span = new Span(vocabulary);
      for (int end = start + 1; end <= n; end++) {
        span.add(words.get(end - 1).terms());
        boolean whole = start == 0 && end == n;
        boolean enough =
            sentences.get(end - 1).endMicros() - sentences.get(start).startMicros() >= apart;
        double cost = before + span.cost();
        if ((whole || enough) && cost < best[end]) {
          best[end] = cost;
          from[end] = start;
        }
      }
    }
    List<Integer> borders = new ArrayList<>();
    for (int start = from[n]; start > 0; start = from[start]) {
      borders.add(0, start);
    }
    return borders;
  }

  /** What speaks for a border here, apart from the words: an announcement, a pause. */
  private static double invitation(List<Sentence> sentences, int index, Language language) {
    Sentence sentence = sentences.get(index);
    long pause = sentence.startMicros() - sentences.get(index - 1).endMicros();
    double silence = Math.max(0, Math.min(1, pause / LONG_PAUSE_MICROS));
    return silence + (language.opensTopic(sentence.text()) ? ANNOUNCED : 0);
  }

  private static int vocabulary(List<Language.Words> words) {
    Set<String> terms = new HashSet<>();
    words.forEach(of -> terms.addAll(of.terms()));
    return terms.size();
  }

  /** How badly one vocabulary explains all the words from a start up to now; in nats. */
  private static final class Span {
    private final Map<String, Integer> counts = new HashMap<>();
    private final int vocabulary;
    private int size;
    private double gain;

    Span(int vocabulary) {
      this.vocabulary = vocabulary;
    }

    void add(List<String> terms) {
      for (String term : terms) {
        int count = counts.merge(term, 1, Integer::sum);
        gain += count * Math.log(count + 1.0) - (count - 1) * Math.log(count);
        size++;
      }
    }

    double cost() {
      return size * Math.log(size + (double) vocabulary) - gain;
    }
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
