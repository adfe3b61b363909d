package io.parley.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.contract.Caption;
import io.parley.storage.contract.Word;
import io.parley.transcription.fixtures.FixtureDialogue;
import io.parley.transcription.fixtures.FixtureDialogue.SpokenWord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The whole way from Opus packets to captions, over all fixtures, against their reference. */
class FixtureEvaluationTest {
  /** Percent; what the recogniser alone makes of the clean files. */
  private static final double CLEAN = 1.1;

  @Test
  void captionsAreAsGoodAsTheRecogniserAndTheirWordsStandWhereTheyWereSaid() {
    int errors = 0;
    int words = 0;
    List<Long> deviations = new ArrayList<>();
    Marks marks = new Marks();
    StringBuilder table = new StringBuilder("dialogue        words  errors   WER %\n");
    for (FixtureDialogue dialogue : FixtureDialogue.list()) {
      int dialogueErrors = 0;
      int dialogueWords = 0;
      for (FixtureDialogue.Speaker speaker : dialogue.speakers()) {
        List<Caption.Utterance> captions = Tracks.transcribe(dialogue, speaker.name());
        checkOrder(captions);
        List<Word> heard =
            Tracks.finals(captions).stream().flatMap(c -> c.words().stream()).toList();
        List<SpokenWord> reference = dialogue.words(speaker.name());
        WordErrors result =
            WordErrors.between(
                reference.stream().map(SpokenWord::word).toList(),
                heard.stream().map(w -> WordErrors.plain(w.text())).toList());
        dialogueErrors += result.errors();
        dialogueWords += result.words();
        for (int[] pair : result.matches()) {
          SpokenWord said = reference.get(pair[0]);
          Word word = heard.get(pair[1]);
          deviations.add(Math.abs(word.startMicros() - said.startMs() * 1_000));
          deviations.add(Math.abs(word.endMicros() - said.endMs() * 1_000));
        }
        marks.compare(writtenReference(dialogue, speaker.name()), heard, result.matches());
      }
      table.append(
          "%-15s %5d %7d %7.2f%n"
              .formatted(
                  dialogue.id(),
                  dialogueWords,
                  dialogueErrors,
                  100.0 * dialogueErrors / dialogueWords));
      errors += dialogueErrors;
      words += dialogueWords;
    }
    deviations.sort(null);
    double wer = 100.0 * errors / words;
    table.append("all             %5d %7d %7.2f%n".formatted(words, errors, wer));
    table.append(
        "word times: median %.1f ms, 99%% %.1f ms, worst %.1f ms of %d%n"
            .formatted(
                deviations.get(deviations.size() / 2) / 1e3,
                deviations.get(deviations.size() * 99 / 100) / 1e3,
                deviations.get(deviations.size() - 1) / 1e3,
                deviations.size()));
    table.append(marks);
    System.out.println(table);

    assertThat(words).isEqualTo(1_204);
    assertThat(wer).isLessThan(CLEAN + 5);
    assertThat(deviations.get(deviations.size() - 1)).isLessThanOrEqualTo(50_000);
    assertThat(marks.precision()).isGreaterThan(0.9);
    assertThat(marks.recall()).isGreaterThan(0.85);
  }

  private static List<String> writtenReference(FixtureDialogue dialogue, String speaker) {
    return dialogue.segments().stream()
        .filter(s -> s.speaker().equals(speaker))
        .flatMap(s -> List.of(s.text().split(" ")).stream())
        .toList();
  }

  /** Partials come before their final, share its id, and never repeat themselves. */
  private static void checkOrder(List<Caption.Utterance> captions) {
    Map<String, Caption.Utterance> newest = new HashMap<>();
    Set<String> finished = new HashSet<>();
    long heard = 0;
    for (Caption.Utterance caption : captions) {
      Caption.Utterance before = newest.put(caption.utteranceId(), caption);
      assertThat(finished).doesNotContain(caption.utteranceId());
      assertThat(caption.revision()).isEqualTo(before == null ? 0 : before.revision() + 1);
      if (caption.last()) {
        finished.add(caption.utteranceId());
        assertThat(caption.endMicros() - caption.startMicros()).isLessThanOrEqualTo(20_000_000);
        assertThat(caption.startMicros()).isGreaterThanOrEqualTo(heard);
        heard = caption.endMicros();
      } else {
        assertThat(caption.words()).isEmpty();
        if (before != null) {
          assertThat(caption.text()).isNotEqualTo(before.text());
          assertThat(caption.endMicros() - before.endMicros()).isGreaterThanOrEqualTo(200_000);
        }
      }
    }
    assertThat(newest.values()).allMatch(Caption.Utterance::last);
  }

  /** How well sentence ends are found. */
  private static final class Marks {
    private int right;
    private int wrong;
    private int missed;
    private int otherMark;

    void compare(List<String> written, List<Word> heard, List<int[]> matches) {
      for (int[] pair : matches) {
        char expected = endOf(written.get(pair[0]));
        char found = endOf(heard.get(pair[1]).text());
        if (expected != ' ' && found != ' ') {
          right++;
          otherMark += expected == found ? 0 : 1;
        } else if (found != ' ') {
          wrong++;
        } else if (expected != ' ') {
          missed++;
        }
      }
    }

    private static char endOf(String word) {
      char last = word.charAt(word.length() - 1);
      return last == '.' || last == '?' ? last : ' ';
    }

    double precision() {
      return (double) right / (right + wrong);
    }

    double recall() {
      return (double) right / (right + missed);
    }

    @Override
    public String toString() {
      return "sentence ends: %d right (%d with the other mark), %d wrong, %d missed%n"
          .formatted(right, otherMark, wrong, missed);
    }
  }
}
