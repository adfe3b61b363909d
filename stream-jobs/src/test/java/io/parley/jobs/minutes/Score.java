package io.parley.jobs.minutes;

import io.parley.storage.contract.Minutes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Found against what a person found. Two texts are the same when at least half of the reference's
 * words that carry meaning are in the found one; each is matched once at most, best first.
 */
final class Score {
  int expected;
  int found;
  int hits;
  final List<String> missed = new ArrayList<>();
  final List<String> surplus = new ArrayList<>();

  double recall() {
    return expected == 0 ? 1 : (double) hits / expected;
  }

  double precision() {
    return found == 0 ? 1 : (double) hits / found;
  }

  record Pair(Dialogue.Action expected, Minutes.ActionItem found) {}

  List<Pair> actions(
      List<Dialogue.Action> wanted, List<Minutes.ActionItem> items, Set<String> participants) {
    List<Minutes.ActionItem> left = new ArrayList<>(items);
    List<Pair> pairs = new ArrayList<>();
    for (Dialogue.Action action : wanted) {
      Minutes.ActionItem best = null;
      double bestScore = 0;
      for (Minutes.ActionItem item : left) {
        double overlap = overlap(action.text(), item.line().text());
        double score = overlap + (sameOwner(action, item, participants) ? 0.6 : 0);
        if (overlap >= 0.5 && score > bestScore) {
          best = item;
          bestScore = score;
        }
      }
      if (best == null) {
        missed.add(action.toString());
      } else {
        left.remove(best);
        pairs.add(new Pair(action, best));
      }
    }
    left.forEach(item -> surplus.add(item.owner() + ": " + item.line().text()));
    expected += wanted.size();
    found += items.size();
    hits += pairs.size();
    return pairs;
  }

  void texts(List<String> wanted, List<String> texts) {
    List<String> left = new ArrayList<>(texts);
    for (String text : wanted) {
      left.stream()
          .filter(other -> overlap(text, other) >= 0.5)
          .max((a, b) -> Double.compare(overlap(text, a), overlap(text, b)))
          .ifPresentOrElse(
              other -> {
                left.remove(other);
                hits++;
              },
              () -> missed.add(text));
    }
    surplus.addAll(left);
    expected += wanted.size();
    found += texts.size();
  }

  void one(boolean right, String what) {
    expected++;
    found++;
    if (right) {
      hits++;
    } else {
      missed.add(what);
    }
  }

  /** An owner who wasn't in the meeting, such as "Class", is nobody. */
  static boolean sameOwner(
      Dialogue.Action action, Minutes.ActionItem item, Set<String> participants) {
    String owner = action.owner();
    @Nullable String wanted = owner != null && participants.contains(owner) ? owner : null;
    return wanted == null ? item.owner() == null : wanted.equals(item.owner());
  }

  static boolean sameDue(Dialogue.Action action, Minutes.ActionItem item) {
    String wanted = action.due();
    String text = item.dueText();
    if (wanted == null || text == null) {
      return wanted == null && text == null;
    }
    Set<String> words = words(wanted.replaceAll("\\(.*\\)", ""));
    Set<String> same = new TreeSet<>(words);
    same.retainAll(words(text));
    return same.size() * 3 >= words.size() * 2;
  }

  private static double overlap(String wanted, String text) {
    Set<String> words = content(wanted.replaceAll("\\(.*?\\)", ""));
    if (words.isEmpty()) {
      words = words(wanted);
      Set<String> same = new TreeSet<>(words);
      same.retainAll(words(text));
      return (double) same.size() / words.size();
    }
    Set<String> same = new TreeSet<>(words);
    same.retainAll(content(text));
    return (double) same.size() / words.size();
  }

  private static final Set<String> LITTLE =
      Set.of(
          "the", "a", "an", "to", "of", "on", "in", "it", "is", "we", "i", "you", "for", "and",
          "will", "do", "does", "did", "by", "at", "be", "that", "this", "so", "or", "with", "are");

  private static Set<String> content(String text) {
    return words(text).stream()
        .filter(word -> !LITTLE.contains(word))
        .map(EnglishVocabulary::stem)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> words(String text) {
    Set<String> words =
        new TreeSet<>(List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}']+")));
    words.remove("");
    return words;
  }
}
