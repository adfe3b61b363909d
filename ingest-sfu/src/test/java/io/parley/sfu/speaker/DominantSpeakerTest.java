package io.parley.sfu.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.contract.ParticipantId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DominantSpeakerTest {
  private static final ParticipantId ADA = new ParticipantId("ada");
  private static final ParticipantId BEN = new ParticipantId("ben");
  private static final int LOUD = 30;
  private static final int QUIET = 90;

  private final DominantSpeaker speakers = new DominantSpeaker();
  private final List<@Nullable ParticipantId> changes = new ArrayList<>();
  private long now = 1_000_000;

  private void run(int millis, int ada, int ben) {
    for (int i = 0; i < millis / 20; i++) {
      speakers.level(ADA, ada, now);
      speakers.level(BEN, ben, now);
      now += 20_000;
      if (now % DominantSpeaker.PERIOD_MICROS < 20_000 && speakers.evaluate(now)) {
        changes.add(speakers.current());
      }
    }
  }

  @Test
  void whoSpeaksGetsTheFloorAndTheNextSpeakerTakesItOver() {
    run(2_000, QUIET, QUIET);
    assertThat(changes).isEmpty();
    run(2_000, LOUD, QUIET);
    run(3_000, QUIET, LOUD);
    assertThat(changes).containsExactly(ADA, BEN);
  }

  @Test
  void aCoughTakesNoFloor() {
    run(1_000, QUIET, QUIET);
    run(3_000, LOUD, QUIET);
    run(100, LOUD, 10);
    run(2_000, LOUD, QUIET);
    assertThat(changes).containsExactly(ADA);
  }

  @Test
  void pausesWithinASentenceAndSteadyNoiseChangeNothing() {
    run(1_000, QUIET, 60);
    for (int i = 0; i < 10; i++) {
      run(700, LOUD, 60);
      run(300, QUIET, 60);
    }
    assertThat(changes).containsExactly(ADA);
  }

  @Test
  void afterLongSilenceNobodyHasTheFloor() {
    run(1_000, QUIET, QUIET);
    run(2_000, LOUD, QUIET);
    run(14_000, QUIET, QUIET);
    assertThat(changes).containsExactly(ADA, null);
  }
}
