package io.parley.jobs.minutes;

import io.parley.storage.contract.Minutes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was decided: said to be ("we agreed to…"), or done by saying it ("then we keep the date",
 * "let's go with…"). What is still to be decided, was asked, or was not decided, isn't one.
 */
final class EnglishDecisions {
  private static final Pattern SAID =
      Pattern.compile(
          " (?:we|i|they|everyone|all|board|team|management) (?:have |had |has )?(?:also |all |just |now |finally |therefore |then )*"
              + "(?:decided|agreed|resolved|settled|concluded|voted|chose|chosen|approved|committed)"
              + " (?:to|on|that|not|for|against|with|upon|the|a|this|we|it) "
              + "| it is (?:then |now |hereby |therefore )?(?:decided|agreed|settled|approved|final) "
              + "| (?:the|our|my) (?:final )?decision is (?:to |that |we |final |made |the )"
              + "| (?:that is|consider (?:it|that)) (?:decided|agreed|settled|approved) "
              + "| (?:is|are|has been|have been) (?:hereby )?(?:approved|rejected|postponed|cancelled|canceled) ");
  private static final Pattern DONE =
      Pattern.compile(
          " let us (?:just )?(?:go (?:with|for|ahead)|stick (?:with|to)|use|choose|pick|keep|drop|cancel"
              + "|postpone|do|adopt|take|make it|say|settle) "
              + "| we (?:will|are going to|are) (?:therefore |then |now )?(?:go|going|stick|sticking)"
              + " (?:with|for|to|ahead) ");
  private static final Pattern THEN_WE =
      Pattern.compile(
          "(?:^| )(?:then|so|therefore|okay|good|great|perfect|alright) (?:then )?we (?:will |shall |just )?"
              + "([a-z]+) ");
  private static final Pattern THEN_LET_US =
      Pattern.compile(
          "(?:^| )(?:then|so|therefore|okay|alright) (?:then )?let us (?:just )?([a-z]+) ");
  private static final Pattern LET_US = Pattern.compile(" let us (?:just )?([a-z]+) ");
  private static final Pattern AGREES =
      Pattern.compile(
          "^ (?:deal|agreed|done|settled|sounds good|i agree|fine|good|great|perfect|okay|yes|sure) ");
  private static final Pattern WE_WILL =
      Pattern.compile(" we (?:will|are going to|shall) (?:now |then |also |not )?([a-z]+) ");
  private static final Pattern TERMS =
      Pattern.compile(
          " (?:for [a-z]+ (?:days?|weeks?|months?|years?)|from now on|instead of|instead|until|starting|as of) ");
  private static final Pattern OPEN =
      Pattern.compile(
          " (?:have|has|need|needs|want|going|try|time|ready|able|supposed) to (?:decide|agree|choose|settle)"
              + "| (?:not|never|nothing|cannot) (?:yet )?(?:been )?(?:decided|agreed|settled)"
              + "| (?:have|had|do|did) not | if we | unless | should we | whether ");
  private static final Set<String> NOT_DECIDED =
      EnglishVocabulary.words(
          "have are need can could should would want think know see do did were was had get got may"
              + " might must hope talk discuss look meet start begin go continue come move hear be wait"
              + " speak review not never also find learn understand let");
  private static final Pattern POINTING =
      Pattern.compile(
          "^(?: (?:then|okay|so|yes|great|good|fine|alright|no|and))* let us (?:just )?(?:do|go) (?:it|that|this|for it|with that|with it|ahead) $");
  private static final Pattern ANSWERS =
      Pattern.compile(
          "^ (?:yes|no|okay|yeah|sure|agreed|right) |(?:that|the) decision $| it $"
              + "|^ (?:so |then )?(?:that|it) is (?:then )?(?:decided|agreed|settled|approved|final) $");

  private final List<Sentence> sentences;
  private final List<Clause> clauses;
  private final EnglishQuestions questions;

  EnglishDecisions(Transcript transcript, List<Clause> clauses, EnglishQuestions questions) {
    this.sentences = transcript.sentences();
    this.clauses = clauses;
    this.questions = questions;
  }

  List<Minutes.Line> find() {
    List<Minutes.Line> decisions = new ArrayList<>();
    List<Set<String>> known = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      if (!isDecision(i)) {
        continue;
      }
      Minutes.Line line = line(i);
      Set<String> content = EnglishVocabulary.content(clauses.get(i).plain());
      if (known.stream().noneMatch(other -> sameAs(other, content))) {
        decisions.add(line);
        known.add(content);
      }
    }
    return decisions;
  }

  private boolean isDecision(int i) {
    String plain = clauses.get(i).plain();
    if (questions.isQuestion(i) || OPEN.matcher(plain).find()) {
      return false;
    }
    if (SAID.matcher(plain).find()) {
      return true;
    }
    if (i > 0 && questions.isQuestion(i - 1) && clauses.get(i - 1).plain().contains(" if ")) {
      return false; // what would be done, not what will
    }
    if (POINTING.matcher(plain).find()) {
      boolean saidNext =
          i + 1 < sentences.size()
              && sentences.get(i + 1).turn() == sentences.get(i).turn()
              && isDecision(i + 1);
      return !saidNext && i > 0;
    }
    if (DONE.matcher(plain).find()) {
      return true;
    }
    return saysWhatWeDo(THEN_WE, plain)
        || saysWhatWeDo(THEN_LET_US, plain)
        || (saysWhatWeDo(LET_US, plain) && isAgreedTo(i))
        || (saysWhatWeDo(WE_WILL, plain) && TERMS.matcher(plain).find());
  }

  private boolean isAgreedTo(int i) {
    int next = i + 1;
    return next < sentences.size()
        && sentences.get(next).turn() == sentences.get(i).turn() + 1
        && AGREES.matcher(clauses.get(next).plain()).find();
  }

  private static boolean saysWhatWeDo(Pattern pattern, String plain) {
    Matcher matcher = pattern.matcher(plain);
    return matcher.find()
        && !NOT_DECIDED.contains(matcher.group(1))
        && !matcher.group(1).endsWith("ed");
  }

  /** An answer is told with its question, a "let's do it" with what was proposed. */
  private Minutes.Line line(int i) {
    Sentence sentence = sentences.get(i);
    String plain = clauses.get(i).plain();
    boolean leans = POINTING.matcher(plain).find() || ANSWERS.matcher(plain).find();
    if (!leans || i == 0 || sentences.get(i - 1).turn() < sentence.turn() - 1) {
      return sentence.line();
    }
    Sentence before = sentences.get(i - 1);
    Set<String> ids = new LinkedHashSet<>(List.of(before.utteranceId(), sentence.utteranceId()));
    return new Minutes.Line(
        before.text() + " " + sentence.text(),
        sentence.speakerName(),
        before.startMicros(),
        List.copyOf(ids));
  }

  private static boolean sameAs(Set<String> a, Set<String> b) {
    Set<String> common = new LinkedHashSet<>(a);
    common.retainAll(b);
    return common.size() >= 3 && common.size() * 4 >= Math.min(a.size(), b.size()) * 3;
  }
}
