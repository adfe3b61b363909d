package io.parley.jobs.minutes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Who is meant by a name: the whole display name, or any part of it that only one attendee has. */
final class People {
  /** Names that are words too count as names only where they are written with a capital. */
  private static final Set<String> WORDS_TOO =
      Set.of(
          "will", "may", "mark", "bill", "grant", "art", "hope", "grace", "rose", "page", "young",
          "long", "white", "brown", "black", "green", "rich", "guy", "joy", "june", "april",
          "august", "summer", "dean", "chase", "price", "case", "day");

  private final Map<List<String>, Integer> names = new HashMap<>();
  private int longest = 1;

  People(List<String> displayNames) {
    Map<String, Integer> owners = new HashMap<>();
    for (int i = 0; i < displayNames.size(); i++) {
      List<String> parts =
          List.of(displayNames.get(i).toLowerCase(Locale.ROOT).strip().split("[\\s,.()'’-]+"));
      names.putIfAbsent(parts, i);
      longest = Math.max(longest, parts.size());
      for (String part : parts) {
        owners.merge(part, i, (a, b) -> a.equals(b) ? a : -1);
      }
    }
    owners.forEach(
        (part, owner) -> {
          if (owner >= 0 && part.length() > 1) {
            names.putIfAbsent(List.of(part), owner);
          }
        });
  }

  /** The same words with {@code @index} for each name. */
  List<Clause.Token> named(List<Clause.Token> tokens, String text) {
    List<Clause.Token> out = new ArrayList<>();
    int i = 0;
    while (i < tokens.size()) {
      int length = lengthOfNameAt(tokens, i, text);
      if (length == 0) {
        out.add(tokens.get(i++));
      } else {
        Integer owner = names.get(words(tokens, i, length));
        out.add(
            new Clause.Token("@" + owner, tokens.get(i).start(), tokens.get(i + length - 1).end()));
        i += length;
      }
    }
    return List.copyOf(out);
  }

  private int lengthOfNameAt(List<Clause.Token> tokens, int at, String text) {
    for (int length = Math.min(longest, tokens.size() - at); length > 0; length--) {
      List<String> words = words(tokens, at, length);
      if (names.containsKey(words) && (length > 1 || isName(tokens, at, text))) {
        return length;
      }
    }
    return 0;
  }

  private static boolean isName(List<Clause.Token> tokens, int at, String text) {
    Clause.Token token = tokens.get(at);
    if (!text.regionMatches(true, token.start(), token.word(), 0, token.word().length())) {
      return false; // half of a contraction: the "will" of "I'll"
    }
    if (!WORDS_TOO.contains(token.word())) {
      return true;
    }
    boolean capital = Character.isUpperCase(text.codePointAt(token.start()));
    boolean opens = at == 0 && at + 1 < tokens.size();
    boolean verbFollows =
        opens && Set.of("will", "can", "could", "should", "please").contains(tokens.get(1).word());
    return capital && (at > 0 || verbFollows);
  }

  private static List<String> words(List<Clause.Token> tokens, int from, int length) {
    return tokens.subList(from, from + length).stream().map(Clause.Token::word).toList();
  }
}
