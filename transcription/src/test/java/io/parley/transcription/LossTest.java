package io.parley.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.contract.Caption;
import io.parley.transcription.fixtures.FixtureDialogue;
import io.parley.transcription.fixtures.FixtureDialogue.SpokenWord;
import io.parley.transcription.fixtures.OpusPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Captions bear the loss of packets. */
class LossTest {
  @ParameterizedTest(name = "{0} % of packets lost: at most {1} % of words wrong")
  @CsvSource({"2, 4", "5, 7", "10, 14"})
  void aLostPacketSeldomCostsAWord(int lossPercent, double mostErrors) {
    int errors = 0;
    int words = 0;
    Random random = new Random(17);
    for (String id : List.of("d4_medical", "d5_lesson")) {
      FixtureDialogue dialogue = FixtureDialogue.load(id);
      for (FixtureDialogue.Speaker speaker : dialogue.speakers()) {
        List<Caption.Utterance> captions = new ArrayList<>();
        try (TrackTranscriber transcriber =
            new TrackTranscriber(
                Tracks.describe(id, speaker.name()), DemonstrationModel.recogniser())) {
          for (OpusPacket packet : dialogue.packets(speaker.name())) {
            if (random.nextInt(100) >= lossPercent) {
              captions.addAll(transcriber.accept(packet.data(), packet.startMicros()));
            }
          }
          captions.addAll(transcriber.finish());
          assertThat(transcriber.malformedPackets()).isZero();
          assertThat(transcriber.latePackets()).isZero();
        }
        WordErrors result =
            WordErrors.between(
                dialogue.words(speaker.name()).stream().map(SpokenWord::word).toList(),
                Tracks.finals(captions).stream()
                    .flatMap(c -> c.words().stream())
                    .map(w -> WordErrors.plain(w.text()))
                    .toList());
        errors += result.errors();
        words += result.words();
      }
    }
    System.out.printf("%d %% loss: %d of %d words wrong%n", lossPercent, errors, words);
    assertThat(100.0 * errors / words).isLessThanOrEqualTo(mostErrors);
  }
}
