package io.parley.jobs.minutes;

import io.parley.storage.contract.Minutes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was asked. A question mark helps but isn't needed: word order tells. Questions about the
 * conversation itself ("can you hear me", "does that make sense"), requests, and questions that the
 * asker answers in the same breath are none.
 */
final class EnglishQuestions {
  private static final String AUX =
      "(?:is|are|was|were|do|does|did|can|could|will|would|shall|should|has|have|had|may|must)";
  private static final String LEAD =
      "^ (?:(?:so|and|but|or|well|okay|now|then|great|good|right|yes|no|please|sorry|hey|hi|hello|"
          + "thanks|thank you|@\\d+) )*";
  private static final Pattern ASKS =
      Pattern.compile(
          LEAD
              + "(?:(?:what|why|when|where|how|which|who|whose|whom)(?: [a-z]+){0,2}? "
              + AUX
              + " |(?:what|how) about |how (?:many|much|long|often|far|soon|come) "
              + "|have (?:i|we|you|they|@\\d+) |(?:do|does|did|is|are|was|were|can|could|will|would|shall|should|has|had)"
              + " (?:not )?(?:i|we|you|he|she|it|they|there|this|that|the|these|those|your|our|my|"
              + "his|her|their|any|anyone|anybody|everyone|everybody|somebody|someone|all|a|an|"
              + "@\\d+) |who [a-z]+s )");
  private static final Pattern TAIL = Pattern.compile("(?:does|do|is|are) (?:anyone|anybody) .*$");
  private static final Pattern COURTESY =
      Pattern.compile(
          " any other business | (?:can|could) (?:you|everyone|everybody|anyone) (?:all )?(?:hear|see) "
              + "| how are (?:you|we) | how is everyone | make sense | can you repeat "
              + "| (?:can|could|would|will) you (?:please )?(?:just )?(?:quickly )?(?:give|tell|walk|take|bring|update|remind"
              + "|show|explain|share|introduce|start|begin|say|go)(?: @?[a-z0-9]+){0,4} (?:update|status|"
              + "overview|summary|through|ahead|again|more|screen|floor|recap|start|begin|updates)? "
              + "| you know what | guess what | shall we (?:start|begin|get started|continue|move) "
              + "| is everyone (?:here|there|ready) | are you (?:there|on mute) | am i audible ");
  private static final String FILLER = "^ (?:well |oh |sorry |hmm |yes |okay )*";
  private static final Pattern PRAISE =
      Pattern.compile(FILLER + "(?:that is )?(?:a )?(?:very )?(?:good|great|excellent) question $");
  private static final Pattern EVASION =
      Pattern.compile(
          FILLER
              + "(?:i am not sure )?(?:i (?:do not|really do not|did not) (?:yet )?know|i am not sure|not sure|no idea"
              + "|i have no idea|i (?:would |will )?(?:have|need) to (?:check|look|ask|find)|let me"
              + " (?:check|ask|look)|i will (?:check|find out|ask|look)|we (?:will|do not) (?:see|know)"
              + "|i can not say|hard to say|we have to (?:check|see|find out)) ");
  private static final Pattern OWN_ANSWER =
      Pattern.compile("^ (?:because|well because|the answer is|simple|simply|it is because) ");

  private static final int REACH = 3;

  private final List<Sentence> sentences;
  private final List<Clause> clauses;

  EnglishQuestions(Transcript transcript, List<Clause> clauses) {
    this.sentences = transcript.sentences();
    this.clauses = clauses;
  }

  boolean isQuestion(int index) {
    if (sentences.get(index).endsWithQuestionMark()) {
      return true;
    }
    String plain = clauses.get(index).plain();
    return ASKS.matcher(plain).find() || TAIL.matcher(plain).find();
  }

  List<Minutes.Question> find() {
    List<Minutes.Question> questions = new ArrayList<>();
    for (Sentence sentence : sentences) {
      int i = sentence.index();
      String plain = clauses.get(i).plain();
      boolean tooShort = plain.strip().split(" ").length < 3;
      if (isQuestion(i) && !tooShort && !COURTESY.matcher(plain).find() && !isRhetorical(i)) {
        questions.add(new Minutes.Question(sentence.line(), isAnswered(i)));
      }
    }
    return questions;
  }

  private boolean isRhetorical(int index) {
    int next = index + 1;
    return next < sentences.size()
        && sentences.get(next).turn() == sentences.get(index).turn()
        && OWN_ANSWER.matcher(clauses.get(next).plain()).find();
  }

  /**
   * The next to speak says something that is neither a question nor an evasion; later turns, and
   * what follows an evasion, must speak of the same thing.
   */
  boolean isAnswered(int index) {
    Sentence question = sentences.get(index);
    boolean evaded = false;
    for (int i = index + 1; i < sentences.size(); i++) {
      Sentence next = sentences.get(i);
      if (next.turn() > question.turn() + REACH) {
        return false;
      }
      if (next.speaker() == question.speaker() || isQuestion(i)) {
        continue;
      }
      String plain = clauses.get(i).plain();
      if (isEvasion(i)) {
        evaded = true;
      } else if (!PRAISE.matcher(plain).find()) {
        boolean mustShare = next.turn() > question.turn() + 1 || evaded;
        if (!mustShare || shares(index, i)) {
          return true;
        }
      }
    }
    return false;
  }

  /** "I have to ask": the answer is still to come. */
  boolean isEvasion(int index) {
    return EVASION.matcher(clauses.get(index).plain()).find();
  }

  /** The last question of the turn before. */
  @Nullable Sentence askedBefore(Sentence sentence) {
    for (int i = sentence.index() - 1; i >= 0; i--) {
      Sentence before = sentences.get(i);
      if (before.turn() < sentence.turn() - 1) {
        return null;
      }
      if (before.turn() == sentence.turn() - 1 && isQuestion(i)) {
        return before;
      }
    }
    return null;
  }

  private boolean shares(int question, int answer) {
    var common = EnglishVocabulary.content(clauses.get(question).plain());
    common.retainAll(EnglishVocabulary.content(clauses.get(answer).plain()));
    return !common.isEmpty();
  }
}
