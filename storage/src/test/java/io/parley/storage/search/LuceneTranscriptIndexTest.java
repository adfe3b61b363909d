package io.parley.storage.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.UserId;
import io.parley.storage.search.TranscriptHits.Fragment;
import io.parley.storage.search.TranscriptHits.SpeakerCount;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real index on disk. */
class LuceneTranscriptIndexTest {
  private static final MeetingId M1 = new MeetingId("m1");
  private static final MeetingId M2 = new MeetingId("m2");
  private static final MeetingId SECRET = new MeetingId("m3");
  private static final Set<MeetingId> MINE = Set.of(M1, M2);
  private static final Instant NOVEMBER = Instant.parse("2026-11-02T09:00:00Z");
  private static final Instant DECEMBER = Instant.parse("2026-12-02T09:00:00Z");

  @TempDir Path directory;
  private TranscriptIndex.Writer writer;
  private TranscriptIndex.Reader reader;

  @BeforeEach
  void open() throws Exception {
    writer = LuceneTranscriptIndex.openWriter(directory.resolve("index"));
    reader = LuceneTranscriptIndex.openReader(directory.resolve("index"));
  }

  @AfterEach
  void close() throws Exception {
    reader.close();
    writer.close();
  }

  @Test
  void emptyIndexFindsNothingAndFillsLater() throws Exception {
    assertThat(find("anything").total()).isZero();
    writer.upsert(List.of());
    assertThat(find("anything").total()).isZero();
    fill();
    assertThat(find("budget").total()).isEqualTo(2);
  }

  @Test
  void everythingOfAnUtteranceComesBack() throws Exception {
    IndexedUtterance guest = said(M1, "u1", "Zoë", NOVEMBER, 5, "Hello there.");
    IndexedUtterance user =
        new IndexedUtterance(
            M1,
            "u2",
            new ParticipantId("p9"),
            "Anna",
            new UserId("u7"),
            "Planning",
            micros(NOVEMBER),
            6,
            "Hello too.");
    writer.upsert(List.of(guest, user));
    assertThat(find("hello").items())
        .extracting(TranscriptHits.Hit::utterance)
        .containsExactlyInAnyOrder(guest, user);
  }

  @Test
  void wordsAreFoundInEveryFormAndAllMustOccur() throws Exception {
    fill();
    assertThat(texts("decide budgets")).containsExactly("We decided to cut the travel budget.");
    assertThat(texts("BUDGET muller"))
        .containsExactly("Müller's budget is about the meeting room.");
    assertThat(texts("budget elephant")).isEmpty();
    assertThat(texts("the travel of")).containsExactly("We decided to cut the travel budget.");
    assertThat(texts("the")).hasSize(2);
  }

  @Test
  void phrasesMatchInOrder() throws Exception {
    fill();
    assertThat(texts("\"travel budget\"")).hasSize(1);
    assertThat(texts("\"budget travel\"")).isEmpty();
    assertThat(texts("“travel budget” cut")).hasSize(1);
    assertThat(texts("follow-up")).containsExactly("A follow up is needed.");
  }

  @Test
  void chineseIsFoundByWordCharacterAndPhrase() throws Exception {
    fill();
    String sentence = "我们决定下周讨论项目的预算。";
    assertThat(texts("预算")).containsExactly(sentence);
    assertThat(texts("决定 预算")).containsExactly(sentence);
    assertThat(texts("算")).containsExactly(sentence);
    assertThat(texts("项目的预算")).containsExactly(sentence);
    assertThat(texts("\"讨论项目\"")).containsExactly(sentence);
    assertThat(texts("\"项目讨论\"")).isEmpty();
    assertThat(texts("会议室")).isEmpty();
    assertThat(find("讨论项目").items().get(0).highlighted())
        .containsExactly(
            new Fragment("我们决定下周", false), new Fragment("讨论项目", true), new Fragment("的预算。", false));
  }

  @Test
  void hitsAreMarkedAndNoTextIsLost() throws Exception {
    fill();
    assertThat(find("the cut BUDGETS").items().get(0).highlighted())
        .containsExactly(
            new Fragment("We decided to ", false),
            new Fragment("cut", true),
            new Fragment(" the travel ", false),
            new Fragment("budget", true),
            new Fragment(".", false));
    assertThat(find("\"travel budget\"").items().get(0).highlighted())
        .filteredOn(Fragment::hit)
        .extracting(Fragment::text)
        .containsExactly("travel budget");
    for (TranscriptHits.Hit hit : find("").items()) {
      assertThat(hit.highlighted().stream().map(Fragment::text).collect(Collectors.joining()))
          .isEqualTo(hit.utterance().text());
    }
  }

  @Test
  void nothingIsSeenOutsideTheVisibleMeetings() throws Exception {
    fill();
    assertThat(find("salary").total()).isZero();
    assertThat(find("salary").people()).isEmpty();
    assertThat(find("").people()).extracting(SpeakerCount::name).doesNotContain("Boss");
    assertThat(reader.search(query("salary", MINE, null, SECRET, null, null)).total()).isZero();
    assertThat(reader.search(TranscriptQuery.of("budget", Set.of())).total()).isZero();
    assertThat(reader.search(TranscriptQuery.of("salary", Set.of(SECRET))).total()).isEqualTo(1);
  }

  @Test
  void thousandsOfVisibleMeetingsAreNoProblem() throws Exception {
    fill();
    Set<MeetingId> many = new HashSet<>(MINE);
    IntStream.range(0, 20_000).forEach(i -> many.add(new MeetingId("other-" + i)));
    assertThat(reader.search(TranscriptQuery.of("budget", many)).total()).isEqualTo(2);
  }

  @Test
  void filtersNarrow() throws Exception {
    fill();
    TranscriptHits anna = reader.search(query("budget", MINE, "Anna", null, null, null));
    assertThat(anna.total()).isEqualTo(1);
    assertThat(anna.people())
        .containsExactly(new SpeakerCount("Anna", 1), new SpeakerCount("Bob", 1));
    assertThat(reader.search(query("budget", MINE, null, M2, null, null)).total()).isEqualTo(1);
    assertThat(reader.search(query("", MINE, null, null, DECEMBER, null)).total()).isEqualTo(1);
    assertThat(reader.search(query("", MINE, null, null, null, DECEMBER)).total()).isEqualTo(3);
    assertThat(reader.search(query("", MINE, null, null, NOVEMBER, NOVEMBER)).total()).isZero();
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetition() throws Exception {
    List<IndexedUtterance> many = new ArrayList<>();
    for (int i = 0; i < 45; i++) {
      many.add(said(M1, "u" + i, i % 3 == 0 ? "Anna" : "Bob", NOVEMBER, i, "same words"));
    }
    writer.upsert(many);
    List<Long> starts = new ArrayList<>();
    for (int page = 0; page < 6; page++) {
      TranscriptHits hits =
          reader.search(new TranscriptQuery("words", MINE, null, null, null, null, page, 10));
      assertThat(hits.total()).isEqualTo(45);
      assertThat(hits.people())
          .containsExactly(new SpeakerCount("Bob", 30), new SpeakerCount("Anna", 15));
      hits.items().forEach(hit -> starts.add(hit.utterance().startMicros()));
    }
    assertThat(starts).isEqualTo(IntStream.range(0, 45).mapToObj(Long::valueOf).toList());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new TranscriptQuery("x", MINE, null, null, null, null, Integer.MAX_VALUE, 10));
  }

  @Test
  void secondUpsertReplacesTheFirst() throws Exception {
    fill();
    fill();
    assertThat(find("").total()).isEqualTo(4);
    writer.upsert(List.of(said(M1, "u1", "Anna", NOVEMBER, 1, "Replaced.")));
    assertThat(texts("travel")).isEmpty();
    assertThat(texts("replaced")).hasSize(1);
    writer.upsert(List.of(said(M2, "u1", "Anna", NOVEMBER, 1, "Same id elsewhere.")));
    assertThat(texts("replaced")).hasSize(1);
  }

  @Test
  void deletedMeetingIsGone() throws Exception {
    fill();
    writer.deleteMeeting(M1);
    writer.deleteMeeting(new MeetingId("never-was"));
    assertThat(find("").items()).extracting(hit -> hit.utterance().meetingId()).containsExactly(M2);
  }

  @Test
  void nothingTypedIsAnError() throws Exception {
    fill();
    for (String typed :
        new String[] {
          "\"",
          "\"open",
          "a\" b",
          "((",
          "AND",
          "NOT *",
          "text:",
          "~1",
          "[a TO",
          "/re(",
          "\\",
          "***",
          "+-&&||!(){}[]^\"~*?:\\/",
          "\u0000",
          "🙂",
          "“”",
          "a ".repeat(5_000),
          "预".repeat(999)
        }) {
      assertThatCode(() -> find(typed)).as(typed).doesNotThrowAnyException();
    }
    assertThat(texts("budget\"")).hasSize(2);
    assertThat(texts("budget (travel) *")).hasSize(1);
    assertThat(find("***").total()).isZero();
    Random random = new Random(42);
    for (int i = 0; i < 500; i++) {
      String noise =
          random
              .ints(random.nextInt(40), 0, 0x3000)
              .mapToObj(Character::toString)
              .collect(Collectors.joining());
      assertThatCode(() -> find(noise)).as("seed 42, " + i).doesNotThrowAnyException();
    }
  }

  private void fill() throws Exception {
    writer.upsert(
        List.of(
            said(M1, "u1", "Anna", NOVEMBER, 1, "We decided to cut the travel budget."),
            said(M1, "u2", "Li Lei", NOVEMBER, 2, "我们决定下周讨论项目的预算。"),
            said(M1, "u3", "Anna", NOVEMBER, 3, "A follow up is needed."),
            said(M2, "u1", "Bob", DECEMBER, 4, "Müller's budget is about the meeting room."),
            said(SECRET, "u1", "Boss", DECEMBER, 5, "The salary budget 会议室 is secret.")));
  }

  private TranscriptHits find(String text) throws Exception {
    return reader.search(TranscriptQuery.of(text, MINE));
  }

  private List<String> texts(String text) throws Exception {
    return find(text).items().stream().map(hit -> hit.utterance().text()).toList();
  }

  private static TranscriptQuery query(
      String text,
      Set<MeetingId> visible,
      String speaker,
      MeetingId meeting,
      Instant from,
      Instant to) {
    return new TranscriptQuery(text, visible, speaker, meeting, from, to, 0, 20);
  }

  static IndexedUtterance said(
      MeetingId meeting, String id, String speaker, Instant start, long micros, String text) {
    return new IndexedUtterance(
        meeting,
        id,
        new ParticipantId("p1"),
        speaker,
        null,
        "Planning",
        micros(start),
        micros,
        text);
  }

  private static long micros(Instant instant) {
    return instant.toEpochMilli() * 1_000;
  }
}
