package io.parley.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.transcription.fixtures.FixtureDialogue.SpokenWord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptionDelaysTest {
  /** The dialogue's zero, far from that of the clock. */
  private static final long ZERO = 5_000_000_000_000L;

  @Test
  void aWordIsReadableWithTheFirstCaptionThatHasIt() {
    List<Caption> captions =
        List.of(
            caption("u1", 1_300, false, "we"),
            caption("u1", 1_900, false, "we ship"),
            caption("u1", 2_600, true, "We ship version three."));
    CaptionDelays delays = CaptionDelays.of(words("we ship version three"), captions, ZERO);
    assertThat(delays.partialMillis()).containsExactly(300.0, 400.0, 600.0, 100.0);
    assertThat(delays.finalMillis()).containsExactly(100.0);
    assertThat(delays.saidWords()).isEqualTo(4);
  }

  @Test
  void theSecondOfTwoEqualWordsWaitsForASecondOne() {
    List<Caption> captions =
        List.of(
            caption("u1", 1_100, false, "no"),
            caption("u1", 1_700, false, "no no"),
            caption("u1", 2_000, true, "No, no."));
    assertThat(CaptionDelays.of(words("no no"), captions, ZERO).partialMillis())
        .containsExactly(100.0, 200.0);
  }

  @Test
  void aGuessFromBeforeTheWordBeganIsNoneOfIt() {
    // "three" begins 1,000 ms in.
    List<Caption> captions =
        List.of(
            caption("u1", 900, false, "three"),
            caption("u1", 1_800, false, "version three"),
            caption("u1", 2_400, true, "Version three."));
    assertThat(CaptionDelays.of(words("version three"), captions, ZERO).partialMillis())
        .containsExactly(800.0, 300.0);
  }

  @Test
  void wronglyRecognisedWordsCountForTheFinalOnly() {
    List<Caption> captions =
        List.of(
            caption("u1", 1_200, false, "we"),
            caption("u1", 1_800, false, "we chip"),
            caption("u1", 2_300, true, "We chip."));
    CaptionDelays delays = CaptionDelays.of(words("we ship"), captions, ZERO);
    assertThat(delays.partialMillis()).containsExactly(200.0);
    assertThat(delays.finalMillis()).containsExactly(800.0);
  }

  @Test
  void wordsNobodySaidAndMissingOnesDoNotShiftTheOthers() {
    List<Caption> captions =
        List.of(
            caption("u1", 2_100, true, "Um we version three."),
            caption("u1", 9_000, true, "Um we version three."),
            caption("u2", 4_000, true, "Today."));
    CaptionDelays delays = CaptionDelays.of(words("we ship version three today"), captions, ZERO);
    assertThat(delays.partialMillis()).containsExactly(1_100.0, 100.0, -400.0, 1_000.0);
    assertThat(delays.finalMillis()).containsExactly(-400.0, 1_000.0);
  }

  @Test
  void nothingReadIsNothingMeasured() {
    CaptionDelays delays = CaptionDelays.of(words("we ship"), List.of(), ZERO);
    assertThat(delays.partialMillis()).isEmpty();
    assertThat(delays.finalMillis()).isEmpty();
    assertThat(delays.saidWords()).isEqualTo(2);
  }

  /** A word every half second from 500 ms on. */
  private static List<SpokenWord> words(String text) {
    List<SpokenWord> words = new ArrayList<>();
    for (String word : text.split(" ")) {
      long start = 500 + 500L * words.size();
      words.add(new SpokenWord(word, start, start + 500));
    }
    return words;
  }

  private static Caption caption(String utterance, long millis, boolean last, String text) {
    return new Caption(utterance, "p", last, text, ZERO + millis * 1_000_000);
  }
}
