package io.parley.sfu.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.RoomTokens;
import io.parley.sfu.forward.PublishedTrack;
import io.parley.sfu.ortc.MediaKind;
import io.parley.sfu.ortc.RouterCapabilities;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.RoomToken.Grant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeetingPulseTest {
  private final FakeLoop loop = new FakeLoop();
  private final List<Map<String, Double>> told = new ArrayList<>();
  private Meeting meeting;
  private Participant speaker;
  private PublishedTrack microphone;

  @BeforeEach
  void join() throws Exception {
    MeetingContext context =
        new MeetingContext(
            loop,
            listener -> new FakeTransport("t", listener),
            new NoLog(),
            new MeetingSettings(60_000_000, 30_000_000, 3),
            new Random(1));
    var token = RoomTokens.of("m", "speaker", EnumSet.allOf(Grant.class), Instant.MAX);
    meeting = new Meeting(token, context, ended -> {});
    speaker = meeting.join(token, RouterCapabilities.get(), null, new Levels());
    meeting.media().createTransport(speaker, true);
    meeting
        .media()
        .produce(
            speaker,
            speaker.send.id(),
            MediaKind.AUDIO,
            MediaSource.MICROPHONE,
            Offers.opus(1),
            false);
    microphone = speaker.producers.values().iterator().next().track;
  }

  /** Keeps the levels that a client hears of. */
  private final class Levels implements SignalChannel {
    @Override
    public void notification(String method, Object data) {
      if (data instanceof Views.Levels levels) {
        told.add(levels.levels());
      }
    }

    @Override
    public void close(int code, String reason) {}
  }

  /** For a second, packet by packet. */
  private void speak(int... levels) {
    for (int packet = 0; packet < 50; packet++) {
      long now = loop.clock().monotonicMicros();
      meeting.pulse().level(speaker, microphone, levels[packet % levels.length], now);
      loop.passMicros(20_000);
    }
  }

  @Test
  void levelsAreToldWhenTheyChangeAndOnceMoreWhenThereIsSilence() {
    speak(20, 21, 127);
    assertThat(told).hasSize(1);
    assertThat(told.get(0).get("speaker")).isCloseTo(0.1, Offset.offset(1e-9));

    speak(30);
    assertThat(told).hasSize(2);

    speak(127);
    assertThat(told).hasSize(3);
    assertThat(told.get(2)).isEmpty();
  }
}
