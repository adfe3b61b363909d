package io.parley.jobs.minutes;

import io.parley.jobs.minutes.ActionDraft.Kind;
import io.parley.jobs.minutes.EnglishCommitments.Commitment;
import io.parley.storage.contract.Minutes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who will do what by when. Sentence by sentence: an answer first settles what was asked, offered
 * or proposed in the turns before it ("sure, I can do that"), then each clause may bring something
 * new up; what was brought up twice is one item.
 */
final class EnglishActions {
  private static final int REACH = 3;
  private static final Pattern ACCEPTS =
      Pattern.compile(
          "^ (?:@\\d+ )?(?:yes|yeah|yep|sure|okay|of course|no problem|will do|absolutely|certainly|fine|alright"
              + "|all right|definitely|got it|right away|happy to|with pleasure|my pleasure|good|great"
              + "|perfect|sounds good|i can do|i will do|i am on it|on it|agreed|consider it done|understood|noted) ");
  private static final Pattern WELCOMES =
      Pattern.compile(
          "^ (?:yes|sure|okay|good|great|perfect|excellent|thank|thanks|please|that would|wonderful|do that) ");
  private static final Pattern REFUSES =
      Pattern.compile(
          "^ (?:no (?!problem|worries)|sorry|unfortunately|not |never|i can not|i do not|i will not|i would rather not|impossible)"
              + "|^ (?:[a-z]+ ){0,8}(?:sorry|unfortunately|i am afraid) "
              + "|^ i (?:am|will be) (?:away|out|off|busy|on (?:leave|vacation|holiday|holidays)) ");
  private static final Pattern CONDITIONAL =
      Pattern.compile(" (?:if|in case|whenever|unless|when (?:i|you|we|he|she|it|they|@\\d+)) ");
  private static final Pattern HANDS_OVER =
      Pattern.compile(
          " you will (?:have|get|receive|see|find) (?:it|that|them|this|everything) "
              + "| i will (?:get back to you|come back to you|let you know|keep you posted|report back) ");
  private static final Pattern GOES_ON = Pattern.compile("^ (?:please do|do that|go ahead|do it) ");
  private static final Pattern NEGATED = Pattern.compile(" (?:not|never|no longer) ");

  private final Transcript transcript;
  private final List<Clause> clauses;
  private final EnglishQuestions questions;
  private final EnglishTagger tagger = new EnglishTagger();
  private final List<ActionDraft> drafts = new ArrayList<>();

  EnglishActions(Transcript transcript, List<Clause> clauses, EnglishQuestions questions) {
    this.transcript = transcript;
    this.clauses = clauses;
    this.questions = questions;
  }

  List<Minutes.ActionItem> find() {
    for (Sentence sentence : transcript.sentences()) {
      Clause whole = clauses.get(sentence.index());
      boolean opensTurn =
          sentence.index() == 0
              || transcript.sentences().get(sentence.index() - 1).turn() != sentence.turn();
      if (opensTurn) {
        answer(sentence, whole);
      }
      for (Clause clause : whole.split()) {
        consider(sentence, clause);
      }
    }
    return drafts.stream()
        .filter(ActionDraft::stands)
        .map(draft -> draft.toItem(transcript.names()))
        .toList();
  }

  /** The first words of a turn say yes or no to what was brought up before it. */
  private void answer(Sentence sentence, Clause clause) {
    String plain = clause.plain();
    int speaker = sentence.speaker();
    if (REFUSES.matcher(plain).find()) {
      latest(
              sentence,
              d -> isFor(d, speaker) && d.turn == sentence.turn() - 1 && d.proposer != speaker)
          .ifPresent(ActionDraft::refuse);
      return;
    }
    if (WELCOMES.matcher(plain).find()) {
      latest(
              sentence,
              d -> d.kind == Kind.OFFER && d.proposer != speaker && d.turn == sentence.turn() - 1)
          .ifPresent(offer -> confirm(offer, offer.owner, sentence));
    }
    if (GOES_ON.matcher(plain).find()) {
      latest(
              sentence,
              d -> d.owner == d.proposer && d.proposer != speaker && d.turn == sentence.turn() - 1)
          .ifPresent(draft -> agree(draft, draft.owner, sentence, due(clause)));
    }
    if (ACCEPTS.matcher(plain).find()) {
      latest(sentence, d -> isFor(d, speaker) && d.isAskedBy(speaker, sentence.turn()))
          .ifPresent(draft -> agree(draft, speaker, sentence, dueOfAnswer(clause, speaker)));
    }
  }

  /** "Sure, I'll phone him today" dates what is promised anew, not what was asked. */
  private @Nullable DueDate dueOfAnswer(Clause clause, int speaker) {
    boolean promises =
        clause.split().stream()
            .anyMatch(part -> EnglishCommitments.find(part.plain(), speaker, false) != null);
    return promises ? null : due(clause);
  }

  private static void agree(
      ActionDraft draft, int owner, Sentence sentence, @Nullable DueDate due) {
    confirm(draft, owner, sentence);
    draft.due(due, sentence.speaker());
  }

  private static void confirm(ActionDraft draft, int owner, Sentence sentence) {
    draft.kind = Kind.FIRM;
    draft.owner = owner;
    draft.utteranceIds.add(sentence.utteranceId());
  }

  private void consider(Sentence sentence, Clause clause) {
    String plain = clause.plain();
    boolean question = questions.isQuestion(sentence.index());
    if (HANDS_OVER.matcher(plain).find()) {
      latest(sentence, d -> d.owner == sentence.speaker() && d.stands())
          .ifPresent(draft -> agree(draft, draft.owner, sentence, due(clause)));
      return;
    }
    Commitment found = EnglishCommitments.find(plain, sentence.speaker(), question);
    if (found == null && !question) {
      found = order(clause);
    }
    if (found == null || NEGATED.matcher(plain.replace(" not forget ", " ")).find()) {
      return;
    }
    DueDate due = due(clause);
    if (!isWorth(found, plain, due)) {
      return;
    }
    if (pointsBack(found, due) && takeUp(found, sentence, due)) {
      return;
    }
    if (pointsBack(found, due) && (found.kind() == Kind.OFFER || found.kind() == Kind.PROPOSAL)) {
      return;
    }
    if (!refines(found, sentence, due)) {
      add(draft(found, sentence, clause, due), sentence);
    }
  }

  /** "Send me the draft", right after somebody promised to write: part of the same item. */
  private boolean refines(Commitment found, Sentence sentence, @Nullable DueDate due) {
    boolean delivery =
        EnglishVocabulary.DELIVERY.contains(found.verb())
            && found.rest().matches(" (?:me|us|it|them|that) .*");
    if (!delivery || found.owner() != ActionDraft.NOBODY) {
      return false;
    }
    Optional<ActionDraft> promised =
        latest(sentence, d -> d.stands() && d.owner == d.proposer && d.turn == sentence.turn() - 1);
    promised.ifPresent(
        draft -> {
          draft.askedAboutIn(sentence.turn());
          agree(draft, draft.owner, sentence, due);
        });
    return promised.isPresent();
  }

  private @Nullable Commitment order(Clause clause) {
    String[] words = clause.tokens().stream().map(Clause.Token::word).toArray(String[]::new);
    return EnglishCommitments.order(clause.tokens(), tagger.tag(words));
  }

  private boolean isWorth(Commitment found, String plain, @Nullable DueDate due) {
    String verb = found.verb();
    boolean later = due != null && (due.date() == null || due.date().isAfter(transcript.date()));
    if (isSmallTalk(found) || (due == null && isConditional(found, plain))) {
      return false;
    }
    if (verb.equals("try")) {
      return due != null || found.promised();
    }
    if (EnglishVocabulary.CONVERSATIONAL.contains(verb)) {
      return later || isForLater(found);
    }
    if (verb.equals("have")) {
      return later;
    }
    return !EnglishVocabulary.STATIVE.contains(verb);
  }

  private static boolean isConditional(Commitment found, String plain) {
    boolean promised = found.kind() == Kind.FIRM && found.promised();
    return CONDITIONAL.matcher(plain).find() && (!promised || !plain.contains(" because "));
  }

  /** Telling others and sharing things takes place after the meeting; sharing a screen in it. */
  private static boolean isForLater(Commitment found) {
    return found.kind() != Kind.OFFER
        && found.hasObject()
        && EnglishVocabulary.TOLD_LATER.contains(found.verb())
        && !found.rest().matches(" (?:me|us|you) .*|.* screen .*");
  }

  /**
   * "Give us an update", "help you with that": done in the conversation, or said out of kindness.
   */
  private static boolean isSmallTalk(Commitment found) {
    return switch (found.verb()) {
      case "give" ->
          found
              .rest()
              .matches(".* (?:update|overview|summary|status|minute|moment|example|idea) .*");
      case "see" -> found.rest().startsWith(" you ");
      case "help" -> found.kind() == Kind.OFFER && !found.hasObject();
      case "do" -> found.rest().matches(" (?:for )?(?:you|me|us) .*") && found.kind() != Kind.FIRM;
      default -> false;
    };
  }

  /** Beyond the verb, nothing but "it" or "that" and the date. */
  private static boolean pointsBack(Commitment found, @Nullable DueDate due) {
    Set<String> left = new TreeSet<>(EnglishVocabulary.content(found.rest()));
    if (due != null) {
      left.removeAll(EnglishVocabulary.content(" " + due.text().toLowerCase(Locale.ROOT) + " "));
    }
    boolean pronoun =
        Arrays.stream(found.rest().strip().split(" "))
            .limit(3)
            .anyMatch(EnglishVocabulary.PRONOUN_OBJECTS::contains);
    return left.isEmpty() && (pronoun || found.verb().equals("do"));
  }

  /** "I will do that": takes up what was asked, proposed or offered shortly before. */
  private boolean takeUp(Commitment found, Sentence sentence, @Nullable DueDate due) {
    int owner = found.owner() == ActionDraft.NOBODY ? sentence.speaker() : found.owner();
    boolean doing =
        Set.of(
                "do",
                "try",
                "take",
                "organize",
                "organise",
                "handle",
                "arrange",
                "manage",
                "fix",
                "look",
                "make")
            .contains(found.verb());
    Optional<ActionDraft> earlier =
        latest(
            sentence,
            d ->
                isFor(d, owner)
                    && (doing || d.content.contains(EnglishVocabulary.stem(found.verb())))
                    && (d.turn < sentence.turn() || d.kind != Kind.FIRM));
    earlier.ifPresent(
        draft -> {
          agree(draft, owner, sentence, due);
        });
    return earlier.isPresent();
  }

  private ActionDraft draft(
      Commitment found, Sentence sentence, Clause clause, @Nullable DueDate due) {
    boolean pronoun = found.pointsToThing() || found.pointsToPerson(due);
    String text =
        clause.tokens().size() == clauses.get(sentence.index()).tokens().size()
            ? sentence.text()
            : clause.original();
    Set<String> content = EnglishVocabulary.content(" " + found.verb() + found.rest());
    Set<String> beside = EnglishVocabulary.content(clauses.get(sentence.index()).plain());
    beside.removeAll(EnglishVocabulary.content(clause.plain()));
    if (pronoun && !beside.isEmpty() && !clause.isWhole()) {
      text = sentence.text();
    } else if (pronoun) {
      Sentence before = antecedent(sentence);
      if (before != null) {
        text = before.text() + " " + text;
        content.addAll(EnglishVocabulary.content(clauses.get(before.index()).plain()));
      }
    }
    if (questions.isEvasion(sentence.index())) {
      Sentence asked = questions.askedBefore(sentence);
      text = asked == null || text.startsWith(asked.text()) ? text : asked.text() + " " + text;
    }
    Kind kind = found.kind();
    int owner = found.owner();
    if (kind == Kind.APPEAL) {
      owner = asker(sentence);
    }
    if (kind == Kind.PROPOSAL
        && due != null
        && !EnglishVocabulary.CONVERSATIONAL.contains(found.verb())
        && !Set.of("decide", "agree").contains(found.verb())
        && clause.plain().matches(".* we (?:need to|have to|must) .*")) {
      kind = Kind.FIRM;
    }
    return new ActionDraft(kind, owner, text, content, sentence, due);
  }

  /** What "it" may mean: the sentence before that says something, in this turn or the last. */
  private @Nullable Sentence antecedent(Sentence sentence) {
    for (int i = sentence.index() - 1; i >= 0; i--) {
      Sentence before = transcript.sentences().get(i);
      if (before.turn() < sentence.turn() - 2) {
        return null;
      }
      if (!EnglishVocabulary.content(clauses.get(i).plain()).isEmpty()) {
        return before;
      }
    }
    return null;
  }

  /** Who asked just before is the one an order is meant for; with two people it is the other. */
  private int asker(Sentence sentence) {
    if (transcript.names().size() == 2) {
      return 1 - sentence.speaker();
    }
    for (int i = sentence.index() - 1; i >= 0; i--) {
      Sentence before = transcript.sentences().get(i);
      if (before.turn() != sentence.turn()) {
        boolean answers = before.turn() == sentence.turn() - 1 && questions.isQuestion(i);
        return answers && !clauses.get(i).plain().contains(" we ")
            ? before.speaker()
            : ActionDraft.NOBODY;
      }
    }
    return ActionDraft.NOBODY;
  }

  /** What is the same as something before becomes one with it. */
  private void add(ActionDraft draft, Sentence sentence) {
    for (ActionDraft other : drafts) {
      boolean samePerson =
          other.owner == draft.owner
              || (other.owner == ActionDraft.NOBODY && other.kind != Kind.APPEAL)
              || (draft.kind == Kind.PROPOSAL);
      if (samePerson && isSame(other.content, draft.content)) {
        if (draft.stands() && (!other.stands() || other.owner == draft.owner)) {
          other.text =
              other.stands() && other.content.size() >= draft.content.size()
                  ? other.text
                  : draft.text;
          other.content.addAll(draft.content);
          agree(other, draft.owner, sentence, draft.due());
        }
        return;
      }
    }
    drafts.add(draft);
  }

  private static boolean isSame(Set<String> a, Set<String> b) {
    Set<String> common = new LinkedHashSet<>(a);
    common.retainAll(b);
    int smaller = Math.min(a.size(), b.size());
    boolean onlyWord = common.size() == 1 && a.size() == 1 && b.size() == 1;
    return onlyWord || (common.size() >= 2 && common.size() * 2 > smaller);
  }

  private Optional<ActionDraft> latest(Sentence sentence, Predicate<ActionDraft> wanted) {
    for (int i = drafts.size() - 1; i >= 0; i--) {
      ActionDraft draft = drafts.get(i);
      if (draft.turn >= sentence.turn() - REACH && wanted.test(draft)) {
        return Optional.of(draft);
      }
    }
    return Optional.empty();
  }

  private static boolean isFor(ActionDraft draft, int person) {
    return draft.owner == person || (draft.owner == ActionDraft.NOBODY && draft.proposer != person);
  }

  private @Nullable DueDate due(Clause clause) {
    return EnglishDates.find(clause.original(), transcript.date()).orElse(null);
  }
}
