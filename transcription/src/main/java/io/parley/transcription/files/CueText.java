package io.parley.transcription.files;

import java.util.ArrayList;
import java.util.List;

/**
 * Measures and breaks caption text. Width counts characters; full-width ones (Chinese, Japanese,
 * Korean) count twice, so that a line holds 42 Latin letters or 21 Chinese characters.
 */
final class CueText {
  static final int LINE = 42;

  /** Latin and full-width. */
  private static final String SENTENCE_ENDS = ".?!\u3002\uFF1F\uFF01";

  private static final String CLAUSE_ENDS = SENTENCE_ENDS + ",;:\u3001\uFF0C\uFF1B\uFF1A";

  private CueText() {}

  static int width(String text) {
    return text.codePoints().map(c -> wide(c) ? 2 : 1).sum();
  }

  static boolean wide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0xA4CF)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1FAFF)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }

  /** Words with a space between, except where both neighbours are full-width. */
  static String join(List<String> words) {
    StringBuilder text = new StringBuilder();
    for (String word : words) {
      if (!text.isEmpty()) {
        boolean tight = wide(text.codePointBefore(text.length())) && wide(word.codePointAt(0));
        text.append(tight ? "" : " ");
      }
      text.append(word);
    }
    return text.toString();
  }

  /**
   * @return the words on one line or two of similar length; empty if they don't fit on two
   */
  static List<String> lines(List<String> words) {
    String all = join(words);
    if (width(all) <= LINE) {
      return List.of(all);
    }
    List<String> best = List.of();
    int bestWidth = Integer.MAX_VALUE;
    for (int i = 1; i < words.size(); i++) {
      String upper = join(words.subList(0, i));
      String lower = join(words.subList(i, words.size()));
      int longer = Math.max(width(upper), width(lower));
      // After punctuation a line ends well, even if the lines differ a little more.
      int cost = longer - (endsClause(upper) ? 8 : 0);
      if (longer <= LINE && cost < bestWidth) {
        best = List.of(upper, lower);
        bestWidth = cost;
      }
    }
    return best;
  }

  static boolean endsClause(String text) {
    return !text.isEmpty() && CLAUSE_ENDS.indexOf(text.charAt(text.length() - 1)) >= 0;
  }

  static boolean endsSentence(String text) {
    return !text.isEmpty() && SENTENCE_ENDS.indexOf(text.charAt(text.length() - 1)) >= 0;
  }

  /** Pieces no wider than a line; one piece for any ordinary word. */
  static List<String> pieces(String word) {
    if (width(word) <= LINE) {
      return List.of(word);
    }
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    int width = 0;
    for (int c : word.codePoints().toArray()) {
      int w = wide(c) ? 2 : 1;
      if (width + w > LINE) {
        pieces.add(piece.toString());
        piece.setLength(0);
        width = 0;
      }
      piece.appendCodePoint(c);
      width += w;
    }
    pieces.add(piece.toString());
    return pieces;
  }
}
