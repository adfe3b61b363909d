package io.parley.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LossDetectorTest {
  private final LossDetector detector = new LossDetector();

  @Test
  void asksAgainAfterOneAndAHalfRoundTripsAndGivesUp() {
    assertThat(detector.advanced(1, 3, 0)).isTrue();
    assertThat(detector.due(5_000, 40_000)).isEmpty();
    assertThat(detector.due(10_000, 40_000)).containsExactly(2L);
    assertThat(detector.due(69_000, 40_000)).isEmpty();
    int asked = 1;
    for (long now = 70_000; now < 3_000_000; now += 10_000) {
      asked += detector.due(now, 40_000).size();
    }
    assertThat(asked).isEqualTo(LossDetector.MAX_TRIES);
    assertThat(detector.unrepaired()).isEqualTo(1);
    assertThat(detector.missing()).isZero();
  }

  @Test
  void reorderedPacketsAreNotAskedFor() {
    detector.advanced(1, 3, 0);
    detector.filled(2, 5_000);
    assertThat(detector.due(10_000, 0)).isEmpty();
  }

  @Test
  void howLongAnAnswerTakesIsLearntFromTheFirst() {
    detector.advanced(1, 4, 0);
    assertThat(detector.due(10_000, 100_000)).containsExactly(2L, 3L);
    detector.filled(2, 50_000);
    detector.advanced(4, 6, 60_000);
    assertThat(detector.due(70_000, 100_000)).containsExactly(5L);
    assertThat(detector.due(129_000, 100_000)).as("one and a half times 40 ms").isEmpty();
    assertThat(detector.due(130_000, 100_000)).containsExactly(5L);
    detector.filled(5, 131_000);
    detector.advanced(6, 8, 140_000);
    assertThat(detector.due(150_000, 100_000)).contains(7L);
    assertThat(detector.due(209_000, 100_000)).as("a second try tells nothing").doesNotContain(7L);
  }

  @Test
  void aHoleTooLargeIsNotFilled() {
    assertThat(detector.advanced(1, 2_000, 0)).isFalse();
    assertThat(detector.missing()).isZero();
    assertThat(detector.unrepaired()).isEqualTo(1_998);
  }

  @Test
  void whereMoreIsLostThanComesAnswersMustNotFillTheNetworkToo() {
    int came = 0;
    int asked = 0;
    long now = 0;
    for (long sequence = 5; sequence < 50_000; sequence += 5) {
      now += 5_000;
      detector.advanced(sequence - 5, sequence, now);
      came++;
      asked += detector.due(now, 10_000).size();
    }
    int most = LossDetector.MAX_AT_ONCE + came / LossDetector.PACKETS_A_REQUEST;
    assertThat(asked).isBetween(most - 1, most);
    assertThat(detector.missing()).isLessThanOrEqualTo(LossDetector.MAX_MISSING);
  }

  @Test
  void aSecondOfLossIsAskedForInOneGo() {
    detector.advanced(1, 2 + LossDetector.MAX_AT_ONCE, 0);
    assertThat(detector.due(LossDetector.REORDER_MICROS, 0)).hasSize(LossDetector.MAX_AT_ONCE);
  }
}
