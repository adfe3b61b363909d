package io.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.codec.rtp.TransportFeedback;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalFeedbackTest {
  private final ArrivalFeedback feedback = new ArrivalFeedback();
  private final List<TransportFeedback> sent = new ArrayList<>();

  @Test
  void reportsInOrderWithHolesAcrossTheWrap() {
    feedback.add(65_534, 1_000_000);
    feedback.add(1, 1_002_000);
    feedback.add(65_535, 1_003_000);
    feedback.take(1, 2, sent::add);
    TransportFeedback only = sent.get(0);
    assertThat(sent).hasSize(1);
    assertThat(only.baseSequence()).isEqualTo(65_534);
    assertThat(only.packetCount()).isEqualTo(4);
    assertThat(only.received(1)).isTrue();
    assertThat(only.received(2)).as("number 0 never came").isFalse();
    assertThat(only.arrivalMicros(3) - only.arrivalMicros(0)).isEqualTo(2_000);
    assertThat(only.arrivalMicros(1) - only.arrivalMicros(0)).isEqualTo(3_000);
  }

  @Test
  void saysNothingWhenNothingCameAndCountsMessages() {
    feedback.take(1, 2, sent::add);
    assertThat(sent).isEmpty();
    feedback.add(7, 10);
    feedback.take(1, 2, sent::add);
    feedback.add(8, 20);
    feedback.add(8, 30);
    feedback.take(1, 2, sent::add);
    assertThat(sent).hasSize(2);
    assertThat(sent.get(1).feedbackCount()).isEqualTo(1);
    assertThat(sent.get(1).packetCount()).isEqualTo(1);
  }
}
