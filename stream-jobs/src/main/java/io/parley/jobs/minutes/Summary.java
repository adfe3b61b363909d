package io.parley.jobs.minutes;

import io.parley.storage.contract.Minutes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sentences that say most of what the others say: centrality in the graph of similar sentences
 * (TextRank), more for decisions and promises and for what comes early, less for what has been
 * picked already. In the order in which they were said.
 */
final class Summary {
  private static final int MIN_LINES = 3;
  private static final int MAX_LINES = 7;
  private static final int SENTENCES_PER_LINE = 10;
  private static final int MIN_TERMS = 3;
  private static final int FULL_LENGTH = 8;
  private static final double DAMPING = 0.85;
  private static final int ROUNDS = 30;
  private static final double WEIGHTY = 1.8;
  private static final double REPETITION = 0.7;

  private Summary() {}

  static List<Minutes.Line> of(
      Transcript transcript, List<Language.Words> words, TermWeights weights, Findings findings) {
    List<Sentence> candidates = new ArrayList<>();
    List<Map<String, Double>> vectors = new ArrayList<>();
    for (Sentence sentence : transcript.sentences()) {
      List<String> terms = words.get(sentence.index()).terms();
      if (terms.size() >= MIN_TERMS && !findings.idle().contains(sentence.index())) {
        candidates.add(sentence);
        vectors.add(weights.vector(terms));
      }
    }
    double[] scores = centrality(vectors);
    for (int i = 0; i < scores.length; i++) {
      Sentence sentence = candidates.get(i);
      int length = words.get(sentence.index()).terms().size();
      double early = 1 + 0.2 * (1 - (double) sentence.index() / transcript.sentences().size());
      scores[i] *= early * Math.min(1, 0.5 + 0.5 * length / FULL_LENGTH);
      scores[i] *= findings.weighty().contains(sentence.index()) ? WEIGHTY : 1;
    }
    int lines = Math.min(MAX_LINES, MIN_LINES + transcript.sentences().size() / SENTENCES_PER_LINE);
    return pick(candidates, vectors, scores, lines).stream()
        .sorted(Comparator.comparingInt(Sentence::index))
        .map(Sentence::line)
        .toList();
  }

  private static double[] centrality(List<Map<String, Double>> vectors) {
    int n = vectors.size();
    int[][] neighbours = new int[n][];
    double[][] similarities = new double[n][];
    double[] sums = new double[n];
    Map<String, List<Integer>> postings = new TreeMap<>();
    for (int i = 0; i < n; i++) {
      for (String term : vectors.get(i).keySet()) {
        postings.computeIfAbsent(term, t -> new ArrayList<>()).add(i);
      }
    }
    for (int i = 0; i < n; i++) {
      Map<Integer, Double> similar = new TreeMap<>();
      for (Map.Entry<String, Double> term : vectors.get(i).entrySet()) {
        for (int j : postings.getOrDefault(term.getKey(), List.of())) {
          if (j != i) {
            double other = vectors.get(j).getOrDefault(term.getKey(), 0.0);
            similar.merge(j, term.getValue() * other, Double::sum);
          }
        }
      }
      neighbours[i] = similar.keySet().stream().mapToInt(Integer::intValue).toArray();
      similarities[i] = similar.values().stream().mapToDouble(Double::doubleValue).toArray();
      for (double similarity : similarities[i]) {
        sums[i] += similarity;
      }
    }
    return rank(neighbours, similarities, sums);
  }

  private static double[] rank(int[][] neighbours, double[][] similarities, double[] sums) {
    int n = neighbours.length;
    double[] scores = new double[n];
    Arrays.fill(scores, 1);
    for (int round = 0; round < ROUNDS; round++) {
      double[] next = new double[n];
      Arrays.fill(next, 1 - DAMPING);
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < neighbours[i].length; k++) {
          next[neighbours[i][k]] += DAMPING * scores[i] * similarities[i][k] / sums[i];
        }
      }
      scores = next;
    }
    return scores;
  }

  private static List<Sentence> pick(
      List<Sentence> candidates, List<Map<String, Double>> vectors, double[] scores, int lines) {
    double[] left = scores.clone();
    List<Sentence> picked = new ArrayList<>();
    while (picked.size() < lines) {
      int best = -1;
      for (int i = 0; i < left.length; i++) {
        if (left[i] > 0 && (best < 0 || left[i] > left[best])) {
          best = i;
        }
      }
      if (best < 0) {
        break;
      }
      picked.add(candidates.get(best));
      left[best] = 0;
      for (int i = 0; i < left.length; i++) {
        left[i] *= 1 - REPETITION * TermWeights.cosine(vectors.get(best), vectors.get(i));
      }
    }
    return picked;
  }
}
