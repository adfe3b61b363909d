package io.parley.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.storage.contract.Caption;
import io.parley.storage.contract.TrackDescription;
import io.parley.transcription.fixtures.FixtureDialogue;
import io.parley.transcription.fixtures.OpusPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A crash at any second changes nothing in the captions. */
class SnapshotTest {
  private static final FixtureDialogue DIALOGUE = FixtureDialogue.load("d4_medical");
  private static final TrackDescription TRACK = Tracks.describe("d4_medical", "Doctor");

  @Test
  void goingOnFromASnapshotTakenEverySecondGivesTheSameCaptionsToTheLastBit() {
    List<Caption.Utterance> expected = new ArrayList<>();
    List<Caption.Utterance> actual = new ArrayList<>();
    TrackTranscriber straight = start();
    TrackTranscriber crashing = start();
    int largest = 0;
    int crashes = 0;
    long nextCrash = 1_000_000;
    long nextTick = 0;
    for (OpusPacket packet : DIALOGUE.packets("Doctor")) {
      long at = packet.startMicros();
      if (lost(at)) {
        continue;
      }
      if (at >= nextTick) {
        nextTick += 500_000;
        expected.addAll(straight.advanceTo(at));
        actual.addAll(crashing.advanceTo(at));
      }
      expected.addAll(straight.accept(packet.data(), at));
      actual.addAll(crashing.accept(packet.data(), at));
      if (at >= nextCrash) {
        nextCrash += 1_000_000;
        crashes++;
        byte[] snapshot = crashing.snapshot();
        largest = Math.max(largest, snapshot.length);
        crashing.close();
        crashing = TrackTranscriber.restore(TRACK, DemonstrationModel.recogniser(), snapshot);
        assertThat(crashing.snapshot()).as("snapshot at %d", at).isEqualTo(snapshot);
      }
    }
    expected.addAll(straight.finish());
    actual.addAll(crashing.finish());
    straight.close();
    crashing.close();
    System.out.printf("%d crashes, largest snapshot %d bytes%n", crashes, largest);
    assertThat(crashes).isGreaterThan(45);
    assertThat(Tracks.finals(expected)).hasSize(6);
    assertThat(actual).isEqualTo(expected);
    assertThat(largest).isLessThan(200_000);
  }

  /** Ten seconds of mute from the 20th second on, and a packet lost now and then. */
  private static boolean lost(long micros) {
    return (micros > 20_000_000 && micros < 30_000_000) || micros / 20_000 % 61 == 0;
  }

  private static TrackTranscriber start() {
    TrackTranscriber transcriber = new TrackTranscriber(TRACK, DemonstrationModel.recogniser());
    transcriber.names(Tracks.names(DIALOGUE));
    return transcriber;
  }

  @Test
  void refusesWhatIsNoSnapshot() {
    VoskRecogniser recogniser = DemonstrationModel.recogniser();
    assertThatThrownBy(() -> TrackTranscriber.restore(TRACK, recogniser, new byte[] {9, 0, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 9");
    assertThatThrownBy(() -> TrackTranscriber.restore(TRACK, recogniser, new byte[] {1, 0, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("damaged");
    try (TrackTranscriber transcriber = start()) {
      byte[] whole = transcriber.snapshot();
      byte[] cut = Arrays.copyOf(whole, whole.length - 40);
      assertThatThrownBy(() -> TrackTranscriber.restore(TRACK, recogniser, cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
