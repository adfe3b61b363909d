package io.parley.jobs.minutes;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much a term says: the rarer among the sentences, the more. */
record TermWeights(Map<String, Double> inverseFrequency) {

  static TermWeights of(List<Language.Words> sentences) {
    Map<String, Integer> found = new TreeMap<>();
    for (Language.Words words : sentences) {
      new HashSet<>(words.terms()).forEach(term -> found.merge(term, 1, Integer::sum));
    }
    Map<String, Double> inverse = new TreeMap<>();
    found.forEach((term, n) -> inverse.put(term, Math.log(1 + (double) sentences.size() / n)));
    return new TermWeights(inverse);
  }

  /** The sentence as a vector of length 1; empty if it says nothing. */
  Map<String, Double> vector(List<String> terms) {
    Map<String, Double> vector = new TreeMap<>();
    for (String term : terms) {
      vector.merge(term, inverseFrequency.getOrDefault(term, 0.0), Double::sum);
    }
    double norm = Math.sqrt(vector.values().stream().mapToDouble(w -> w * w).sum());
    if (norm > 0) {
      vector.replaceAll((term, weight) -> weight / norm);
    }
    return vector;
  }

  static double cosine(Map<String, Double> a, Map<String, Double> b) {
    Map<String, Double> shorter = a.size() < b.size() ? a : b;
    Map<String, Double> longer = shorter == a ? b : a;
    double sum = 0;
    for (Map.Entry<String, Double> entry : shorter.entrySet()) {
      sum += entry.getValue() * longer.getOrDefault(entry.getKey(), 0.0);
    }
    return sum;
  }
}
