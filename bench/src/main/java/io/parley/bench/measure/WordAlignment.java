package io.parley.bench.measure;

import java.util.Arrays;
import java.util.List;

/** Which word that was recognised stands for which word that was said. */
final class WordAlignment {
  /** Nothing was said there. */
  static final int INSERTED = -1;

  /** Weights as usual in scoring speech: a wrong word costs less than a missing and a new one. */
  private static final int SUBSTITUTION = 4;

  private static final int INSERTION_OR_DELETION = 3;

  private WordAlignment() {}

  /**
   * Aligns at the least cost in substitutions, insertions and deletions.
   *
   * @return for each recognised word the index of the said word, or {@link #INSERTED}
   */
  static int[] align(List<String> said, List<String> recognised) {
    int[][] cost = costs(said, recognised);
    int[] result = new int[recognised.size()];
    Arrays.fill(result, INSERTED);
    int i = said.size();
    int j = recognised.size();
    while (i > 0 && j > 0) {
      int step = said.get(i - 1).equals(recognised.get(j - 1)) ? 0 : SUBSTITUTION;
      if (cost[i][j] == cost[i - 1][j - 1] + step) {
        result[--j] = --i;
      } else if (cost[i][j] == cost[i - 1][j] + INSERTION_OR_DELETION) {
        i--;
      } else {
        j--;
      }
    }
    return result;
  }

  private static int[][] costs(List<String> said, List<String> recognised) {
    int[][] cost = new int[said.size() + 1][recognised.size() + 1];
    for (int i = 0; i <= said.size(); i++) {
      for (int j = 0; j <= recognised.size(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = (i + j) * INSERTION_OR_DELETION;
        } else {
          int step = said.get(i - 1).equals(recognised.get(j - 1)) ? 0 : SUBSTITUTION;
          int skip = Math.min(cost[i - 1][j], cost[i][j - 1]) + INSERTION_OR_DELETION;
          cost[i][j] = Math.min(cost[i - 1][j - 1] + step, skip);
        }
      }
    }
    return cost;
  }
}
