package io.parley.transcription;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Word error rate by least edits, with the pairs that match. */
public record WordErrors(int errors, int words, List<int[]> matches) {

  /** Lower case, no punctuation. */
  public static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[.,?!;:]", "");
  }

  /**
   * @return least number of substitutions, insertions and deletions; matches as index pairs
   *     (reference, heard)
   */
  public static WordErrors between(List<String> reference, List<String> heard) {
    int[][] cost = new int[reference.size() + 1][heard.size() + 1];
    for (int i = 0; i <= reference.size(); i++) {
      for (int j = 0; j <= heard.size(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
        } else {
          int change = reference.get(i - 1).equals(heard.get(j - 1)) ? 0 : 1;
          cost[i][j] =
              Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        }
      }
    }
    List<int[]> matches = new ArrayList<>();
    int i = reference.size();
    int j = heard.size();
    while (i > 0 && j > 0) {
      boolean same = reference.get(i - 1).equals(heard.get(j - 1));
      if (cost[i][j] == cost[i - 1][j - 1] + (same ? 0 : 1)) {
        i--;
        j--;
        if (same) {
          matches.add(0, new int[] {i, j});
        }
      } else if (cost[i][j] == cost[i - 1][j] + 1) {
        i--;
      } else {
        j--;
      }
    }
    return new WordErrors(cost[reference.size()][heard.size()], reference.size(), matches);
  }

  public double percent() {
    return 100.0 * errors / words;
  }
}
