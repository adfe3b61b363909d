package io.parley.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.transcription.fixtures.FixtureDialogue;
import io.parley.transcription.fixtures.FixtureDialogue.SpokenWord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Voice activity and cutting, on clean and noisy sound. */
class UtteranceCutterTest {
  private static final FixtureDialogue DIALOGUE = FixtureDialogue.load("d5_lesson");

  /** Frames [first, end) of an utterance. */
  private record Cut(long onset, long first, long end) {}

  private static List<Cut> cut(short[] pcm16k) {
    List<Cut> cuts = new ArrayList<>();
    UtteranceCutter cutter =
        new UtteranceCutter(
            new UtteranceCutter.Utterances() {
              private long onset;
              private long first;
              private long frames;

              @Override
              public void begin(long newOnset, long newFirst) {
                onset = newOnset;
                first = newFirst;
                frames = 0;
              }

              @Override
              public void audio(short[] frame) {
                frames++;
              }

              @Override
              public void end() {
                cuts.add(new Cut(onset, first, first + frames));
              }
            });
    for (int frame = 0; (frame + 1) * VoiceActivity.FRAME <= pcm16k.length; frame++) {
      if (frame % 2 == 0) {
        cutter.beginInput();
      }
      int at = frame * VoiceActivity.FRAME;
      cutter.hear(frame, Arrays.copyOfRange(pcm16k, at, at + VoiceActivity.FRAME));
    }
    cutter.finish();
    return cuts;
  }

  private static short[] speech(String speaker) {
    return Sounds.to16k(DIALOGUE.pcm48k(speaker));
  }

  private static double speechLevel(short[] pcm, String speaker) {
    double sum = 0;
    List<SpokenWord> words = DIALOGUE.words(speaker);
    for (SpokenWord word : words) {
      sum += Sounds.rms(pcm, (int) word.startMs() * 16, (int) word.endMs() * 16) / words.size();
    }
    return sum;
  }

  @ParameterizedTest(name = "{0} with noise {1} dB below, {2} dB quieter")
  @CsvSource({
    "Teacher, 99, 0", "Lucy, 99, 0", "Max, 99, 0",
    "Teacher, 20, 0", "Lucy, 20, 0", "Max, 20, 0",
    "Teacher, 12, 0", "Lucy, 12, 0", "Max, 12, 0",
    "Teacher, 25, 20", "Lucy, 25, 20", "Max, 25, 20"
  })
  void everyWordIsHeardAndLittleElse(String speaker, int snrDb, int quieterDb) {
    short[] pcm = speech(speaker);
    double level = speechLevel(pcm, speaker);
    if (snrDb < 99) {
      Sounds.addNoise(pcm, 0, pcm.length, level * Math.pow(10, -snrDb / 20.0), new Random(7));
    }
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) Math.round(pcm[i] * Math.pow(10, -quieterDb / 20.0));
    }
    List<Cut> cuts = cut(pcm);
    long spoken = 0;
    int cutOff = 0;
    for (SpokenWord word : DIALOGUE.words(speaker)) {
      spoken += word.endMs() - word.startMs();
      boolean inside =
          cuts.stream()
              .anyMatch(
                  c -> c.first * 10 <= word.startMs() + 15 && c.end * 10 >= word.endMs() - 15);
      cutOff += inside ? 0 : 1;
    }
    long heard = cuts.stream().mapToLong(c -> (c.end - c.first) * 10).sum();
    // A room heard for the first time is taken for a voice for up to four seconds.
    long learning = snrDb < 99 ? 5_000 : 0;
    assertThat(cutOff).as("words outside, cuts %s", cuts).isZero();
    assertThat(heard).isLessThan(spoken + cuts.size() * 1_300L + learning);
  }

  @Test
  void aRoomIsNotAVoiceOnceItIsKnownNorWhenItGrowsLouder() {
    short[] pcm = new short[16_000 * 60];
    Random random = new Random(11);
    Sounds.addNoise(pcm, 0, 16_000 * 30, 300, random);
    Sounds.addNoise(pcm, 16_000 * 30, pcm.length, 1_500, random);
    for (Cut cut : cut(pcm)) {
      boolean learning = cut.first < 500 || (cut.first >= 2_900 && cut.end < 3_560);
      assertThat(learning).as("%s", cut).isTrue();
    }
  }

  @Test
  void silenceAndClicksAreNoVoice() {
    short[] pcm = new short[16_000 * 20];
    assertThat(cut(pcm)).isEmpty();
    Random random = new Random(3);
    for (int click = 0; click < 20; click++) {
      int at = 16_000 * click + random.nextInt(8_000);
      for (int i = 0; i < 80; i++) {
        pcm[at + i] = (short) (random.nextInt(40_000) - 20_000);
      }
    }
    assertThat(cut(pcm)).isEmpty();
  }

  @Test
  void onsetIsWithinFiftyMillisecondsOfTheFirstWord() {
    List<Cut> cuts = cut(speech("Teacher"));
    List<FixtureDialogue.Segment> turns =
        DIALOGUE.segments().stream().filter(s -> s.speaker().equals("Teacher")).toList();
    assertThat(cuts).hasSameSizeAs(turns);
    for (int i = 0; i < turns.size(); i++) {
      assertThat(Math.abs(cuts.get(i).onset * 10 - turns.get(i).startMs())).isLessThan(150);
    }
  }

  @Test
  void whatNeverPausesIsCutBeforeTwentySecondsAndNothingIsLost() {
    short[] turn = Arrays.copyOfRange(speech("Teacher"), 16_000, 16_000 * 4);
    short[] pcm = new short[16_000 * 70];
    Random random = new Random(5);
    for (int i = 0; i < pcm.length; i++) {
      // Speech without a gap: the same stretch over itself at two places.
      pcm[i] = (short) (turn[i % turn.length] / 2 + turn[(i + 21_000) % turn.length] / 2);
    }
    Sounds.addNoise(pcm, 0, pcm.length, 200, random);
    List<Cut> cuts = cut(pcm);
    assertThat(cuts).hasSizeGreaterThanOrEqualTo(4);
    assertThat(cuts).allMatch(c -> c.end - c.first <= 2_000);
    for (int i = 1; i < cuts.size(); i++) {
      assertThat(cuts.get(i).first - cuts.get(i - 1).end).isBetween(0L, 30L);
    }
  }
}
