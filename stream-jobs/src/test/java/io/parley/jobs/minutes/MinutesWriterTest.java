package io.parley.jobs.minutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.codec.MinutesCodec;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.Minutes;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MinutesWriterTest {
  private static final MeetingId MEETING = new MeetingId("m1");

  @Test
  void sameInputInAnyOrderGivesTheSameBytes() throws Exception {
    MinutesInput input = Dialogue.load("/fixtures/d3_release.json").input();
    byte[] first = MinutesCodec.encode(MinutesWriter.write(input));
    List<Caption.Utterance> shuffled = new ArrayList<>(input.utterances());
    shuffled.addAll(input.utterances());
    Collections.shuffle(shuffled, new Random(7));
    MinutesInput other = with(input, input.language(), shuffled);
    assertThat(MinutesCodec.encode(MinutesWriter.write(input))).isEqualTo(first);
    assertThat(MinutesCodec.encode(MinutesWriter.write(other))).isEqualTo(first);
  }

  @Test
  void everyLineRestsOnWhatWasSaid() throws Exception {
    for (String name : List.of("d1_standup", "d4_medical", "d7_incident")) {
      MinutesInput input = Dialogue.load("/fixtures/" + name + ".json").input();
      Minutes minutes = MinutesWriter.write(input);
      Set<String> ids = new HashSet<>();
      input.utterances().forEach(utterance -> ids.add(utterance.utteranceId()));
      assertThat(minutes.summary()).hasSizeBetween(3, 7);
      assertThat(lines(minutes))
          .isNotEmpty()
          .allSatisfy(
              line -> {
                assertThat(line.text()).isNotBlank();
                assertThat(line.utteranceIds()).isNotEmpty().allMatch(ids::contains);
                assertThat(line.startMicros()).isBetween(0L, input.durationMicros());
              });
      assertThat(minutes.keywords()).isNotEmpty();
      assertThat(minutes.keywords().get(0).weight()).isEqualTo(1.0);
    }
  }

  @Test
  void talkTimeTurnsAndWordsAreCounted() {
    List<Caption.Utterance> said =
        List.of(
            Dialogue.said(MEETING, "Ann", 0, 2_000_000, "One two three.", "en"),
            Dialogue.said(MEETING, "Ann", 3_000_000, 4_000_000, "Four.", "en"),
            Dialogue.said(MEETING, "Bob", 4_000_000, 4_500_000, "Five six.", "en"),
            Dialogue.said(MEETING, "Ann", 5_000_000, 6_000_000, "Don't.", "en"));
    Minutes minutes = MinutesWriter.write(input("en", List.of("Ann", "Bob", "Cy"), said));
    assertThat(minutes.attendees())
        .extracting(a -> a.displayName() + " " + a.talkMicros() + " " + a.turns() + " " + a.words())
        .containsExactly("Ann 4000000 2 5", "Bob 500000 1 2", "Cy 0 0 0");
  }

  @Test
  void onlyTheLastRevisionOfAFinalCounts() {
    Caption.Utterance first = Dialogue.said(MEETING, "Ann", 0, 1_000_000, "We agreed to go.", "en");
    Caption.Utterance second = revised(first, 2, true, "We agreed to stay in the old office.");
    Caption.Utterance partial = revised(first, 3, false, "We agreed to fly.");
    Minutes minutes =
        MinutesWriter.write(input("en", List.of("Ann"), List.of(second, first, partial)));
    assertThat(minutes.decisions())
        .extracting(Minutes.Line::text)
        .containsExactly("We agreed to stay in the old office.");
  }

  @Test
  void silenceGivesEmptyMinutes() {
    Minutes minutes = MinutesWriter.write(input("en", List.of("Ann"), List.of()));
    assertThat(lines(minutes)).isEmpty();
    assertThat(minutes.chapters()).isEmpty();
    assertThat(minutes.attendees()).hasSize(1);
  }

  @Test
  void chaptersOfALongMeetingBeginWhereTheTopicChanges() throws Exception {
    List<Caption.Utterance> all = new ArrayList<>();
    List<Long> borders = new ArrayList<>();
    long offset = 0;
    for (String name : List.of("d2_budget", "d3_release", "d4_medical", "d5_lesson", "d8_hiring")) {
      MinutesInput part = Dialogue.load("/fixtures/" + name + ".json").input();
      for (int repeat = 0; repeat < 2; repeat++) {
        for (Caption.Utterance u : part.utterances()) {
          all.add(
              Dialogue.said(
                  MEETING,
                  u.participantId().value(),
                  u.startMicros() + offset,
                  u.endMicros() + offset,
                  u.text(),
                  "en"));
        }
        offset += part.durationMicros();
      }
      borders.add(offset);
    }
    MinutesInput input =
        new MinutesInput(
            MEETING, "All", Dialogue.START, ZoneId.of("UTC"), offset, "en", List.of(), all);
    List<Minutes.Chapter> chapters = MinutesWriter.write(input).chapters();
    assertThat(chapters.get(0).startMicros()).isZero();
    assertThat(chapters.get(chapters.size() - 1).endMicros()).isEqualTo(offset);
    for (int i = 1; i < chapters.size(); i++) {
      assertThat(chapters.get(i).startMicros()).isEqualTo(chapters.get(i - 1).endMicros());
    }
    assertThat(chapters).extracting(Minutes.Chapter::title).doesNotHaveDuplicates();
    borders.remove(borders.size() - 1);
    long found =
        borders.stream()
            .filter(
                border ->
                    chapters.stream()
                        .anyMatch(c -> Math.abs(c.startMicros() - border) <= 5_000_000))
            .count();
    assertThat(found).isEqualTo(4);
    assertThat(chapters).hasSize(5);
  }

  @Test
  void chineseMinutesAreUseful() throws Exception {
    Dialogue dialogue = Dialogue.load("/dialogues/product_zh.json");
    Minutes minutes = MinutesWriter.write(dialogue.input());
    assertThat(minutes.actionItems())
        .extracting(item -> item.owner() + " " + item.dueText() + " " + item.due())
        .containsExactly(
            "李雷 周五之前 2026-06-12", "张伟 下周一之前 2026-06-15", "王芳 明天 2026-06-11", "李雷 月底前 2026-06-30");
    assertThat(minutes.decisions()).hasSize(2);
    assertThat(minutes.questions())
        .extracting(question -> question.line().text())
        .containsExactly("支付模块什么时候能修好？", "市场部的宣传材料准备好了吗");
    assertThat(minutes.keywords()).extracting(Minutes.Keyword::text).contains("支付模块", "新版本", "服务器");
    assertThat(minutes.summary()).hasSizeBetween(3, 7);
    assertThat(minutes.attendees()).allSatisfy(a -> assertThat(a.words()).isPositive());
  }

  @Test
  void languageNobodyTaughtItGetsWhatNeedsNoGrammar() {
    List<Caption.Utterance> said = new ArrayList<>();
    String[] text = {
      "Guten Morgen. Heute geht es um den Haushalt der Gemeinde.",
      "Der Haushalt wurde im Sommer aufgestellt, die Gemeinde braucht eine neue Schule.",
      "Was kostet die neue Schule?",
      "Die Schule kostet sechs Millionen, der Haushalt gibt nur vier Millionen her.",
      "Dann muss die Gemeinde einen Kredit für die Schule aufnehmen."
    };
    for (int i = 0; i < text.length; i++) {
      String who = i % 2 == 0 ? "Uwe" : "Ilse";
      said.add(
          Dialogue.said(MEETING, who, i * 5_000_000L, i * 5_000_000L + 4_000_000, text[i], "de"));
    }
    Minutes minutes = MinutesWriter.write(input("de", List.of("Uwe", "Ilse"), said));
    assertThat(minutes.summary()).hasSizeBetween(2, 4);
    assertThat(minutes.keywords()).extracting(Minutes.Keyword::text).contains("schule", "haushalt");
    assertThat(minutes.questions()).hasSize(1);
    assertThat(minutes.questions().get(0).answered()).isTrue();
    assertThat(minutes.chapters()).hasSize(1);
  }

  private static Stream<Minutes.Line> lines(Minutes minutes) {
    return Stream.of(
            minutes.summary().stream(),
            minutes.decisions().stream(),
            minutes.actionItems().stream().map(Minutes.ActionItem::line),
            minutes.questions().stream().map(Minutes.Question::line))
        .flatMap(lines -> lines);
  }

  private static Caption.Utterance revised(
      Caption.Utterance of, int revision, boolean last, String text) {
    return new Caption.Utterance(
        of.meetingId(),
        of.utteranceId(),
        of.trackId(),
        of.participantId(),
        revision,
        last,
        of.startMicros(),
        of.endMicros(),
        text,
        List.of(),
        of.language(),
        of.model(),
        false);
  }

  private static MinutesInput with(
      MinutesInput of, String language, List<Caption.Utterance> utterances) {
    return new MinutesInput(
        of.meetingId(),
        of.subject(),
        of.startedAt(),
        of.zone(),
        of.durationMicros(),
        language,
        of.participants(),
        utterances);
  }

  private static MinutesInput input(
      String language, List<String> names, List<Caption.Utterance> utterances) {
    return new MinutesInput(
        MEETING,
        "Subject",
        Dialogue.START,
        ZoneId.of("UTC"),
        30_000_000,
        language,
        names.stream().map(Dialogue::person).toList(),
        utterances);
  }
}
