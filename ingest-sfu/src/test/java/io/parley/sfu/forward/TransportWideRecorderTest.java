package io.parley.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.TransportFeedback;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportWideRecorderTest {
  private final TransportWideRecorder recorder = new TransportWideRecorder();

  @Test
  void reportsArrivalsAndHolesOverTheWrap() {
    recorder.packet(65_534, 1_000_000);
    recorder.packet(65_535, 1_005_000);
    recorder.packet(1, 1_010_000);
    TransportFeedback feedback = recorder.take(1, 2).get(0);
    assertThat(feedback.baseSequence()).isEqualTo(65_534);
    assertThat(feedback.packetCount()).isEqualTo(4);
    assertThat(feedback.received(2)).as("number 0 never came").isFalse();
    assertThat(feedback.arrivalMicros(3) - feedback.arrivalMicros(0)).isEqualTo(10_000);
    assertThat(recorder.isEmpty()).isTrue();
  }

  @Test
  void theNextReportBeginsWhereTheLastEndedSoThatHolesBetweenAreSeen() {
    recorder.packet(10, 1_000_000);
    recorder.take(1, 2);
    recorder.packet(13, 1_050_000);
    TransportFeedback feedback = recorder.take(1, 2).get(0);
    assertThat(feedback.baseSequence()).isEqualTo(11);
    assertThat(feedback.feedbackCount()).isEqualTo(1);
    assertThat(feedback.received(0)).isFalse();
    assertThat(feedback.received(2)).isTrue();
  }

  @Test
  void whatIsWrittenIsReadBack() {
    for (int i = 0; i < 1_200; i++) {
      recorder.packet(i, 1_000_000 + i * 400L);
    }
    List<TransportFeedback> messages = recorder.take(1, 2);
    assertThat(messages.stream().mapToInt(TransportFeedback::packetCount).sum()).isEqualTo(1_200);
    byte[] buffer = new byte[1_500];
    for (TransportFeedback message : messages) {
      int length = message.write(buffer, 0);
      RtcpCompound compound = new RtcpCompound().wrap(buffer, 0, length);
      assertThat(compound.next()).isTrue();
      assertThat(TransportFeedback.parse(compound)).isEqualTo(message);
    }
  }
}
