package io.parley.jobs.minutes;

import io.parley.storage.contract.Minutes;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something that may turn out to be an action item when the others have answered. */
final class ActionDraft {

  /** How it came up. */
  enum Kind {
    /** Said to be done by somebody. */
    FIRM,
    /** "Please…" to nobody in particular: stands unless refused. */
    APPEAL,
    /** "Can you…": stands when it names somebody or somebody agrees. */
    REQUEST,
    /** "I can…": stands when others want it. */
    OFFER,
    /** "We should…": stands when somebody takes it on. */
    PROPOSAL
  }

  static final int NOBODY = -1;

  final int proposer;
  final int turn;
  Kind kind;
  int owner;
  String text;
  Set<String> content;
  final long startMicros;
  final Set<String> utteranceIds = new LinkedHashSet<>();
  private int askedAbout = -1;
  private @Nullable DueDate due;

  ActionDraft(
      Kind kind,
      int owner,
      String text,
      Set<String> content,
      Sentence said,
      @Nullable DueDate due) {
    this.kind = kind;
    this.owner = owner;
    this.text = text;
    this.content = content;
    this.proposer = said.speaker();
    this.turn = said.turn();
    this.startMicros = said.startMicros();
    this.due = due;
    utteranceIds.add(said.utteranceId());
  }

  /** A date counts if there was none yet, or if the one who does it names another. */
  void due(@Nullable DueDate other, int namedBy) {
    if (other != null && (due == null || namedBy == owner)) {
      due = other;
    }
  }

  /** Not by the one who was asked; somebody else may still take it on. */
  void refuse() {
    kind = Kind.REQUEST;
    owner = NOBODY;
  }

  /** Somebody wanted more of it in that turn. */
  void askedAboutIn(int turn) {
    askedAbout = turn;
  }

  /** Waits for this person's answer in that turn. */
  boolean isAskedBy(int answerer, int answerTurn) {
    return kind != Kind.PROPOSAL && (proposer != answerer || askedAbout == answerTurn - 1);
  }

  @Nullable DueDate due() {
    return due;
  }

  boolean stands() {
    return kind == Kind.FIRM || kind == Kind.APPEAL || (kind == Kind.REQUEST && owner != NOBODY);
  }

  Minutes.ActionItem toItem(List<String> names) {
    DueDate when = due;
    String dueText = when == null ? null : when.text();
    LocalDate date = when == null ? null : when.date();
    Minutes.Line line =
        new Minutes.Line(text, names.get(proposer), startMicros, List.copyOf(utteranceIds));
    return new Minutes.ActionItem(line, owner == NOBODY ? null : names.get(owner), dueText, date);
  }
}
