package io.parley.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.contract.Caption;
import io.parley.transcription.fixtures.FixtureDialogue;
import io.parley.transcription.fixtures.FixtureDialogue.Segment;
import io.parley.transcription.fixtures.FixtureDialogue.SpokenWord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A minute of one person talking without taking breath. */
class MonologueTest {
  @Test
  void isCutAtPausesWithoutLosingWords() {
    FixtureDialogue dialogue = FixtureDialogue.load("d5_lesson");
    short[] track = dialogue.pcm48k("Teacher");
    List<String> said = new ArrayList<>();
    short[] talk = new short[0];
    for (int round = 0; round < 2; round++) {
      for (Segment segment : dialogue.segments()) {
        if (segment.speaker().equals("Teacher")) {
          short[] turn =
              Arrays.copyOfRange(
                  track, (int) segment.startMs() * 48, (int) segment.endMs() * 48 + 48 * 250);
          int length = talk.length;
          talk = Arrays.copyOf(talk, length + turn.length);
          System.arraycopy(turn, 0, talk, length, turn.length);
          segment.words().stream().map(SpokenWord::word).forEach(said::add);
        }
      }
    }
    List<Caption.Utterance> captions = new ArrayList<>();
    try (TrackTranscriber transcriber =
        new TrackTranscriber(
            Tracks.describe("monologue", "Teacher"), DemonstrationModel.recogniser())) {
      long at = 3_600_000_000L;
      for (byte[] packet : Sounds.encode(talk)) {
        captions.addAll(transcriber.accept(packet, at));
        at += 20_000;
      }
      captions.addAll(transcriber.finish());
      assertThat(transcriber.malformedPackets()).isZero();
      assertThat(transcriber.latePackets()).isZero();
    }
    List<Caption.Utterance> finals = Tracks.finals(captions);
    assertThat(talk.length / 48_000).isGreaterThan(50);
    assertThat(finals).hasSizeBetween(3, 8);
    assertThat(finals).allMatch(c -> c.endMicros() - c.startMicros() <= 20_000_000);
    assertThat(finals).allMatch(c -> c.startMicros() >= 3_600_000_000L);
    List<String> heard =
        finals.stream()
            .flatMap(c -> c.words().stream())
            .map(w -> WordErrors.plain(w.text()))
            .toList();
    WordErrors errors = WordErrors.between(said, heard);
    assertThat(errors.percent()).as(String.join(" ", heard)).isLessThan(6);
  }
}
