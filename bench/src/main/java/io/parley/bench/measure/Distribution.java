package io.parley.bench.measure;

import java.util.List;

/**
 * Values of one kind, such as delays. A percentile is the smallest value that at least so many
 * percent of all values don't exceed (nearest rank), so it is always a value that was seen.
 *
 * @param sorted ascending; at least one
 */
public record Distribution(List<Double> sorted) {
  public Distribution {
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("a distribution of nothing");
    }
    sorted = sorted.stream().sorted().toList();
  }

  /**
   * @param percent above 0, at most 100
   */
  public double percentile(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("no percentile: " + percent);
    }
    int rank = (int) Math.ceil(percent / 100 * sorted.size());
    return sorted.get(Math.max(1, rank) - 1);
  }

  public double p50() {
    return percentile(50);
  }

  public double p95() {
    return percentile(95);
  }

  public int count() {
    return sorted.size();
  }
}
