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

/** English: parts of speech for words and phrases, and rules for what was decided and promised. */
final class English implements Language {
  private static final Set<String> TELLING = Set.of("NOUN", "PROPN", "VERB", "ADJ");
  private static final Set<String> NAMING = Set.of("NOUN", "PROPN");
  private static final int LONGEST_PHRASE = 3;
  private static final Pattern REQUEST =
      Pattern.compile("\\b(?:can|could|would|will) you\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern OPENS =
      Pattern.compile(
          " (?:first|second|third|fourth|next|last|final|another|new) (?:topic|point|item|question)"
              + " | move on | moving on | let us (?:talk|turn|look|go|start|get)"
              + " | what about | how about the | on the agenda | turning to | as for the ");

  @Override
  public List<Words> words(Transcript transcript) {
    EnglishTagger tagger = new EnglishTagger();
    People people = new People(transcript.names());
    Map<String, Map<String, Integer>> spellings = new TreeMap<>();
    List<List<List<String>>> phrases = new ArrayList<>();
    List<List<String>> terms = new ArrayList<>();
    for (Sentence sentence : transcript.sentences()) {
      String[] words =
          Clause.of(sentence.text(), people).tokens().stream()
              .map(Clause.Token::word)
              .toArray(String[]::new);
      String[] tags = tagger.tag(words);
      terms.add(terms(words, tags));
      phrases.add(phrases(words, tags));
    }
    for (List<List<String>> of : phrases) {
      for (List<String> phrase : of) {
        spellings
            .computeIfAbsent(key(phrase), k -> new TreeMap<>())
            .merge(String.join(" ", phrase), 1, Integer::sum);
      }
    }
    List<Words> result = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      List<String> shown = phrases.get(i).stream().map(p -> usual(spellings, key(p))).toList();
      result.add(new Words(terms.get(i), shown));
    }
    return result;
  }

  private static String key(List<String> phrase) {
    return String.join(" ", phrase.stream().map(EnglishVocabulary::stem).toList());
  }

  private static String usual(Map<String, Map<String, Integer>> spellings, String key) {
    return spellings.getOrDefault(key, Map.of(key, 1)).entrySet().stream()
        .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .orElseThrow()
        .getKey();
  }

  private static List<String> terms(String[] words, String[] tags) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      if (isTelling(words[i]) && TELLING.contains(tags[i])) {
        terms.add(EnglishVocabulary.stem(words[i]));
      }
    }
    return terms;
  }

  /** Runs of nouns, with the adjective before them. */
  private static List<List<String>> phrases(String[] words, String[] tags) {
    List<List<String>> phrases = new ArrayList<>();
    int i = 0;
    while (i < words.length) {
      int end = i;
      while (end < words.length && NAMING.contains(tags[end]) && isTelling(words[end])) {
        end++;
      }
      if (end > i) {
        boolean adjective = i > 0 && tags[i - 1].equals("ADJ") && isTelling(words[i - 1]);
        int from = Math.max(adjective ? i - 1 : i, end - LONGEST_PHRASE);
        phrases.add(List.of(words).subList(from, end));
      }
      i = Math.max(end, i + 1);
    }
    return phrases;
  }

  private static boolean isTelling(String word) {
    return word.length() > 2 && !word.startsWith("@") && !EnglishVocabulary.STOP.contains(word);
  }

  @Override
  public Findings findings(Transcript transcript) {
    People people = new People(transcript.names());
    List<Clause> clauses =
        transcript.sentences().stream().map(s -> Clause.of(s.text(), people)).toList();
    EnglishQuestions questions = new EnglishQuestions(transcript, clauses);
    EnglishDecisions decisions = new EnglishDecisions(transcript, clauses, questions);
    EnglishActions actions = new EnglishActions(transcript, clauses, questions);
    List<Minutes.ActionItem> items = actions.find();
    List<Minutes.Line> decided = decisions.find();
    Set<String> ids = new HashSet<>();
    decided.forEach(line -> ids.add(line.text()));
    items.forEach(item -> ids.add(item.line().text()));
    Set<Integer> weighty = new HashSet<>();
    Set<Integer> idle = new HashSet<>();
    for (Sentence sentence : transcript.sentences()) {
      if (ids.stream().anyMatch(text -> text.contains(sentence.text()))) {
        weighty.add(sentence.index());
      }
      String plain = clauses.get(sentence.index()).plain();
      if (questions.isQuestion(sentence.index()) || EnglishVocabulary.isGreeting(plain)) {
        idle.add(sentence.index());
      }
    }
    List<Minutes.Question> asked =
        questions.find().stream().filter(question -> !isItem(question, items)).toList();
    return new Findings(decided, items, asked, weighty, idle);
  }

  /** A request that somebody took on is an action item, not a question as well. */
  private static boolean isItem(Minutes.Question question, List<Minutes.ActionItem> items) {
    Minutes.Line line = question.line();
    return REQUEST.matcher(line.text()).find()
        && items.stream()
            .anyMatch(item -> item.line().utteranceIds().containsAll(line.utteranceIds()));
  }

  @Override
  public boolean opensTopic(String text) {
    String plain = Clause.of(text, new People(List.of())).plain();
    return OPENS.matcher(plain.toLowerCase(Locale.ROOT)).find();
  }
}
