package io.parley.jobs.minutes;

import io.parley.storage.contract.Minutes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A language nothing is known of, written with spaces: short words and those that occur everywhere
 * carry no meaning; a question is what ends with a question mark.
 */
final class AnyLanguage implements Language {
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final int SHORTEST = 4;
  private static final int SHORTEST_PHRASE = 5;
  private static final double EVERYWHERE = 0.2;
  private static final int FEW = 10;

  @Override
  public List<Words> words(Transcript transcript) {
    List<List<String>> tokens = new ArrayList<>();
    Map<String, Integer> found = new TreeMap<>();
    for (Sentence sentence : transcript.sentences()) {
      List<String> of =
          BETWEEN
              .splitAsStream(sentence.text().toLowerCase(Locale.ROOT))
              .filter(word -> word.codePointCount(0, word.length()) >= SHORTEST)
              .toList();
      tokens.add(of);
      new HashSet<>(of).forEach(word -> found.merge(word, 1, Integer::sum));
    }
    double limit = Math.max(FEW, EVERYWHERE * tokens.size());
    List<Words> words = new ArrayList<>();
    for (List<String> of : tokens) {
      List<String> telling =
          of.stream().filter(word -> found.getOrDefault(word, 0) < limit).toList();
      words.add(
          new Words(
              telling, telling.stream().filter(word -> word.length() >= SHORTEST_PHRASE).toList()));
    }
    return words;
  }

  @Override
  public Findings findings(Transcript transcript) {
    List<Minutes.Question> questions = new ArrayList<>();
    Set<Integer> idle = new HashSet<>();
    List<Sentence> sentences = transcript.sentences();
    for (Sentence sentence : sentences) {
      if (sentence.endsWithQuestionMark()) {
        idle.add(sentence.index());
        questions.add(new Minutes.Question(sentence.line(), isAnswered(sentences, sentence)));
      }
    }
    return new Findings(List.of(), List.of(), questions, Set.of(), idle);
  }

  /** Somebody else spoke next, and not only to ask in turn. */
  static boolean isAnswered(List<Sentence> sentences, Sentence question) {
    for (Sentence next : sentences.subList(question.index() + 1, sentences.size())) {
      if (next.turn() > question.turn() + 1) {
        return false;
      }
      if (next.turn() == question.turn() + 1 && !next.endsWithQuestionMark()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean opensTopic(String text) {
    return false;
  }
}
