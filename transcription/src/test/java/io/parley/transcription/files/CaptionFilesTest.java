package io.parley.transcription.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackId;
import io.parley.storage.contract.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CaptionFilesTest {
  private static Caption.Utterance utterance(String person, List<Word> words) {
    TrackId track = new TrackId(person + ".microphone.1");
    long start = words.isEmpty() ? 0 : words.get(0).startMicros();
    long end = words.isEmpty() ? 0 : words.get(words.size() - 1).endMicros();
    String text = words.stream().map(Word::text).collect(Collectors.joining(" "));
    return new Caption.Utterance(
        new MeetingId("m"),
        Caption.Utterance.idOf(track, start),
        track,
        new ParticipantId(person),
        0,
        true,
        start,
        end,
        text,
        words,
        "en-US",
        "test",
        false);
  }

  private static List<Word> words(long startMillis, long millisAWord, String text) {
    List<Word> words = new ArrayList<>();
    long at = startMillis * 1_000;
    for (String word : text.split(" ")) {
      words.add(new Word(word, at, at + millisAWord * 900, 1));
      at += millisAWord * 1_000;
    }
    return words;
  }

  @Test
  void writesWebVttAndSubRip() {
    List<Caption.Utterance> meeting =
        List.of(
            utterance(
                "bob",
                words(
                    61_000,
                    300,
                    "Yesterday I fixed the crash on the login page. Today I will work on the"
                        + " camera permission.")),
            utterance("ann", words(1_000, 400, "Is 1 < 2 & 3 > 2?")),
            utterance("bob", words(3_600_000, 200, "Yes.")));
    Map<String, String> names = Map.of("ann", "Ann <b>\n--> B", "bob", "Bob");
    assertThat(CaptionFiles.webVtt(meeting, id -> names.get(id.value())))
        .isEqualTo(
            """
            WEBVTT

            1
            00:00:01.000 --> 00:00:04.160
            <v Ann &lt;b&gt; --&gt; B>Is 1 &lt; 2 &amp; 3 &gt; 2?

            2
            00:01:01.000 --> 00:01:03.670
            <v Bob>Yesterday I fixed the
            crash on the login page.

            3
            00:01:03.700 --> 00:01:06.171
            <v Bob>Today I will work on
            the camera permission.

            4
            01:00:00.000 --> 01:00:00.834
            <v Bob>Yes.
            """);
    assertThat(CaptionFiles.subRip(meeting, id -> names.get(id.value())))
        .startsWith("1\n00:00:01,000 --> 00:00:04,160\nAnn ‹b› --› B: Is 1 ‹ 2 & 3 › 2?\n\n2\n")
        .contains("\nBob: Yesterday I fixed")
        .contains("\nToday I will work on\nthe camera permission.\n")
        .endsWith("\n01:00:00,000 --> 01:00:00,834\nYes.\n");
  }

  @Test
  void chineseLinesHoldHalfAsManyCharacters() {
    List<Word> words = words(0, 250, "大家 早上 好 \uFF0C 我们 今天 讨论 一下 明年 的 市场 预算 以及 慕尼黑 新 办公室 的 租金 。");
    List<Cue> cues = new CueSheet(ParticipantId::value, false).of(List.of(utterance("li", words)));
    assertThat(cues.get(0).lines().get(0)).startsWith("大家早上好");
    for (Cue cue : cues) {
      assertThat(cue.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 21);
    }
    assertThat(cues.stream().flatMap(c -> c.lines().stream()).collect(Collectors.joining()))
        .isEqualTo(words.stream().map(Word::text).collect(Collectors.joining()));
  }

  @Test
  void anyMeetingKeepsTheBoundsAndEveryWord() {
    for (long seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      List<Caption.Utterance> meeting = meeting(random);
      for (boolean labelled : new boolean[] {false, true}) {
        List<Cue> cues = new CueSheet(id -> "Speaker " + id.value(), labelled).of(meeting);
        check(cues, "seed " + seed);
        String shown = text(cues.stream().flatMap(c -> c.lines().stream()).toList());
        String said = text(meeting.stream().map(Caption.Utterance::text).toList());
        if (!labelled) {
          assertThat(sorted(shown)).as("seed %d", seed).isEqualTo(sorted(said));
        }
      }
    }
  }

  private static String text(List<String> parts) {
    return String.join("", parts).replaceAll("\\s", "");
  }

  /** Speakers' cues interleave otherwise than their utterances: compare what is there. */
  private static String sorted(String text) {
    return text.codePoints().sorted().mapToObj(Character::toString).collect(Collectors.joining());
  }

  private static void check(List<Cue> cues, String seed) {
    Map<String, Long> end = new HashMap<>();
    long last = 0;
    for (Cue cue : cues) {
      long length = cue.endMillis() - cue.startMillis();
      int width = cue.lines().stream().mapToInt(CueText::width).sum();
      assertThat(cue.lines()).as(seed).hasSizeBetween(1, 2);
      assertThat(cue.lines()).as(seed).allMatch(l -> !l.isBlank() && CueText.width(l) <= 42);
      assertThat(length).as(seed).isBetween(834L, 7_000L);
      assertThat(width * 1_000L).as(seed).isLessThanOrEqualTo(17 * length);
      assertThat(cue.startMillis())
          .as(seed)
          .isGreaterThanOrEqualTo(end.getOrDefault(cue.speaker(), 0L));
      assertThat(cue.startMillis()).as(seed).isGreaterThanOrEqualTo(last);
      end.put(cue.speaker(), cue.endMillis());
      last = cue.startMillis();
    }
  }

  private static List<Caption.Utterance> meeting(Random random) {
    List<Caption.Utterance> meeting = new ArrayList<>();
    long at = 0;
    int utterances = 1 + random.nextInt(12);
    for (int u = 0; u < utterances; u++) {
      List<Word> words = new ArrayList<>();
      long t = at + random.nextInt(3_000_000);
      int n = random.nextInt(60);
      for (int w = 0; w < n; w++) {
        long length = random.nextInt(50) == 0 ? 9_000_000 : random.nextInt(600_000);
        words.add(new Word(word(random), t, t + length, 1));
        t += length + (random.nextInt(10) == 0 ? random.nextInt(2_500_000) : 0);
      }
      if (!words.isEmpty()) {
        meeting.add(utterance("p" + random.nextInt(3), words));
      }
      at = t;
    }
    return meeting;
  }

  private static String word(Random random) {
    int kind = random.nextInt(40);
    int length = kind == 0 ? 30 + random.nextInt(120) : 1 + random.nextInt(12);
    int first = kind < 6 ? 0x4E00 : 'a';
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.appendCodePoint(first + random.nextInt(26));
    }
    return word + (random.nextInt(8) == 0 ? "." : random.nextInt(8) == 0 ? "," : "");
  }

  @Test
  void partialsAndEmptyFinalsMakeNoCue() {
    Caption.Utterance empty = utterance("ann", List.of());
    assertThat(CaptionFiles.webVtt(List.of(empty), ParticipantId::value)).isEqualTo("WEBVTT\n");
    assertThat(CaptionFiles.subRip(List.of(empty), ParticipantId::value)).isEmpty();
  }
}
