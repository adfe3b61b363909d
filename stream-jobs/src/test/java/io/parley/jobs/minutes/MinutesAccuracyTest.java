package io.parley.jobs.minutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.contract.Minutes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Measures the minutes of written dialogues against what a person found in them. */
class MinutesAccuracyTest {
  private static final List<String> FIXTURES =
      List.of(
          "/fixtures/d1_standup.json",
          "/fixtures/d2_budget.json",
          "/fixtures/d3_release.json",
          "/fixtures/d4_medical.json",
          "/fixtures/d5_lesson.json",
          "/fixtures/d6_product.json",
          "/fixtures/d7_incident.json",
          "/fixtures/d8_hiring.json");

  @Test
  void fixturesAreUnderstood() throws Exception {
    Map<String, Score> scores = measure(FIXTURES);
    assertThat(scores.get("actions").recall()).isGreaterThanOrEqualTo(0.9);
    assertThat(scores.get("actions").precision()).isGreaterThanOrEqualTo(0.8);
    assertThat(scores.get("owners").recall()).isGreaterThanOrEqualTo(0.9);
    assertThat(scores.get("due dates").recall()).isGreaterThanOrEqualTo(0.85);
    assertThat(scores.get("decisions").recall()).isGreaterThanOrEqualTo(0.9);
    assertThat(scores.get("decisions").precision()).isGreaterThanOrEqualTo(0.8);
    assertThat(scores.get("questions").recall()).isGreaterThanOrEqualTo(0.9);
    assertThat(scores.get("questions").precision()).isGreaterThanOrEqualTo(0.8);
  }

  /** In other words, with few question marks, refusals, hand-overs and an attendee named Will. */
  @Test
  void furtherDialoguesAreUnderstood() throws Exception {
    Map<String, Score> scores =
        measure(
            List.of(
                "/dialogues/conference.json",
                "/dialogues/workshop.json",
                "/dialogues/migration.json",
                "/dialogues/fundraiser.json"));
    assertThat(scores.get("actions").recall()).isGreaterThanOrEqualTo(0.9);
    assertThat(scores.get("actions").precision()).isGreaterThanOrEqualTo(0.8);
    assertThat(scores.get("owners").recall()).isGreaterThanOrEqualTo(0.9);
    assertThat(scores.get("calendar").recall()).isGreaterThanOrEqualTo(0.9);
    assertThat(scores.get("decisions").recall()).isGreaterThanOrEqualTo(0.8);
    assertThat(scores.get("questions").precision()).isGreaterThanOrEqualTo(0.8);
    assertThat(scores.get("open").recall()).isGreaterThanOrEqualTo(0.9);
  }

  private static Map<String, Score> measure(List<String> resources) throws Exception {
    Map<String, Score> scores = new LinkedHashMap<>();
    for (String kind :
        List.of("actions", "owners", "due dates", "calendar", "decisions", "questions", "open")) {
      scores.put(kind, new Score());
    }
    for (String resource : resources) {
      measure(Dialogue.load(resource), scores);
    }
    System.out.printf(
        "%-10s %8s %5s %4s %9s %6s%n", "", "expected", "found", "hits", "precision", "recall");
    scores.forEach(
        (kind, score) -> {
          System.out.printf(
              Locale.ROOT,
              "%-10s %8d %5d %4d %9.2f %6.2f%n",
              kind,
              score.expected,
              score.found,
              score.hits,
              score.precision(),
              score.recall());
          score.missed.forEach(text -> System.out.println("   missed: " + text));
          score.surplus.forEach(text -> System.out.println("  surplus: " + text));
        });
    return scores;
  }

  private static void measure(Dialogue dialogue, Map<String, Score> scores) {
    Minutes minutes = MinutesWriter.write(dialogue.input());
    var names =
        dialogue.input().participants().stream()
            .map(MinutesInput.Participant::displayName)
            .collect(Collectors.toSet());
    for (Score.Pair pair :
        scores.get("actions").actions(dialogue.actions(), minutes.actionItems(), names)) {
      scores
          .get("owners")
          .one(Score.sameOwner(pair.expected(), pair.found(), names), pair.toString());
      scores.get("due dates").one(Score.sameDue(pair.expected(), pair.found()), pair.toString());
      String date = pair.expected().date();
      if (date != null) {
        scores
            .get("calendar")
            .one(date.equals(String.valueOf(pair.found().due())), pair.toString());
      }
    }
    scores
        .get("decisions")
        .texts(dialogue.decisions(), minutes.decisions().stream().map(Minutes.Line::text).toList());
    scores
        .get("questions")
        .texts(
            dialogue.questions(),
            minutes.questions().stream().map(question -> question.line().text()).toList());
    if (!dialogue.open().isEmpty()) {
      scores
          .get("open")
          .texts(
              dialogue.open(),
              minutes.questions().stream()
                  .filter(question -> !question.answered())
                  .map(question -> question.line().text())
                  .toList());
    }
  }
}
