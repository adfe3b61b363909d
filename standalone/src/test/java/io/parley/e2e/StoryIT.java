package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.parley.transcription.WordErrors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The story of the README, told by three real browsers and checked from the product's outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoryIT {
  private static final Path DIRECTORY = Path.of("target", "e2e", "story").toAbsolutePath();

  private ParleyProcess parley;
  private PlannedMeeting planned;
  private Story story;
  private Gathering.Presentation presentation;
  private Recorded recorded;
  private final Map<Person, List<Recorded.Turn>> turns = new HashMap<>();
  private JsonNode transcript;
  private JsonNode meeting;

  @BeforeAll
  void hold() throws Exception {
    Directories.empty(DIRECTORY);
    parley = ParleyProcess.up(DIRECTORY.resolve("data"));
    planned = PlannedMeeting.hold(parley);
    story = planned.story;
    meeting = story.api(story.host, "/meetings/" + story.meetingId);
    transcript = story.api(story.host, "/meetings/" + story.meetingId + "/transcript");
    presentation = story.presentation(DIRECTORY.resolve("hls"));
    double spokenFromMillis =
        story.spokenFromEpochMillis
            - (double) Instant.parse(meeting.get("startedAt").asText()).toEpochMilli();
    recorded =
        Recorded.of(presentation.whole(), story.dialogue, spokenFromMillis, story.people.values());
    for (Person person : story.people.values()) {
      turns.put(person, recorded.turns(person, 0, (double) story.dialogue.durationMs()));
    }
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable each : Arrays.asList(planned, parley)) {
      if (each != null) {
        each.close();
      }
    }
  }

  @Test
  void picturesAdvanceInAllSixDirections() {
    assertThat(planned.firstFrames).hasSize(3);
    planned.firstFrames.forEach(
        (person, tiles) -> {
          assertThat(tiles).as("tiles %s sees", person).hasSize(2);
          tiles.forEach(
              (tile, frames) ->
                  assertThat(planned.lastFrames.get(person).getOrDefault(tile, 0) - frames)
                      .as("%s sees %s", person, tile)
                      .isGreaterThan(100));
        });
  }

  @Test
  void everybodyIsHeard() {
    assertThat(planned.loudness).hasSize(2);
    planned.loudness.forEach(
        (who, peak) -> assertThat(peak.doubleValue()).as(who).isGreaterThan(0.02));
  }

  @Test
  void captionsRunWithTheSpeakersNameWhileTheySpeak() {
    assertThat(planned.captionWhileSpeaking).containsAnyOf("Carol", "David", "Frank");
    assertThat(planned.captionWhileSpeaking.length()).isGreaterThan(12);
  }

  @Test
  void theRecordingPlaysWhileTheMeetingRuns() {
    assertThat(planned.watchedWhileRunning).isGreaterThan(2);
  }

  @Test
  void everySegmentDecodesAndThePlaylistIsClosed() throws Exception {
    assertThat(presentation.media()).contains("#EXT-X-ENDLIST").contains("#EXT-X-MAP");
    assertThat(presentation.segments()).hasSizeGreaterThan(15);
    for (Path segment : presentation.segments()) {
      MediaFile.Facts facts = MediaFile.facts(segment);
      assertThat(facts.videoPictures()).as(segment.getFileName().toString()).isPositive();
      assertThat(facts.width()).isEqualTo(1280);
    }
  }

  @Test
  void theRecordingIsAsLongAsTheMeeting() throws Exception {
    double meetingSeconds = meeting.get("durationMicros").asLong() / 1e6;
    assertThat(presentation.playlistSeconds()).isCloseTo(meetingSeconds, within(0.3));
    assertThat(recorded.soundMillis() / 1e3).isCloseTo(meetingSeconds, within(0.3));
  }

  @Test
  void eachVoiceIsAtItsPlace() {
    turns.forEach(Recorded::requireInPlace);
  }

  @Test
  void pictureAndSoundAreInStep() {
    turns.forEach((person, taken) -> recorded.requireInStep(person, "vp8", taken, 20));
  }

  @Test
  void captionsSayWhatWasSaidUnderTheRightName() {
    CaptionErrors errors = new CaptionErrors();
    for (Person person : story.people.values()) {
      List<String> said =
          story.dialogue.words(person.name()).stream().map(word -> word.word()).toList();
      errors.count(person.name(), List.of(said), CaptionErrors.heard(transcript, person.name()));
    }
    errors.requireFew();
    assertThat(transcript.get("syntheticVoicesOnly").asBoolean()).isTrue();
  }

  @Test
  void aWordOfTheTranscriptMovesThePlayerThere() {
    Person host = story.host;
    host.go("/meetings/" + story.meetingId);
    Locator word =
        host.at("transcript-word").filter(new Locator.FilterOptions().setHasText("spreadsheet"));
    word.first().waitFor();
    story.shot(host, "meeting-player");
    word.first().click();
    double expected = startOf("spreadsheet") / 1e6;
    host.page()
        .waitForFunction(
            "at => Math.abs(document.querySelector('[data-testid=player-video]').currentTime - at) < 1.5",
            expected);
  }

  private long startOf(String text) {
    for (JsonNode utterance : transcript.get("utterances")) {
      for (JsonNode word : utterance.get("words")) {
        if (WordErrors.plain(word.get("text").asText()).equals(text)) {
          return word.get("startMicros").asLong();
        }
      }
    }
    throw new AssertionError("nobody said " + text);
  }

  @Test
  void searchLandsOnTheSentence() {
    Person host = story.host;
    host.go("/search");
    host.at("search-input").fill("budget");
    host.at("search-input").press("Enter");
    Locator hit = host.at("search-hit").first();
    hit.waitFor();
    story.shot(host, "search");
    assertThat(hit.innerText().toLowerCase(Locale.ROOT)).contains("budget");
    host.at("search-hit-link").first().click();
    host.at("player-video").waitFor();
    assertThat(host.page().url()).contains("/meetings/" + story.meetingId).contains("t=");
  }

  @Test
  void minutesListWhatWasAgreed() {
    JsonNode minutes = story.api(story.host, "/meetings/" + story.meetingId + "/minutes");
    String decisions = minutes.get("decisions").toString().toLowerCase(Locale.ROOT);
    assertThat(decisions).contains("travel budget");
    List<String> owners = new ArrayList<>();
    minutes
        .get("actionItems")
        .forEach(
            item -> {
              owners.add(item.get("owner").asText());
              assertThat(item.get("line").get("utteranceIds")).isNotEmpty();
            });
    assertThat(owners).contains("David", "Frank");
    assertThat(minutes.get("actionItems"))
        .as("who sends the spreadsheet, by Tuesday")
        .anySatisfy(
            item -> {
              assertThat(item.get("owner").asText()).isEqualTo("David");
              assertThat(item.get("due").asText()).matches("\\d{4}-\\d{2}-\\d{2}");
            });
    assertThat(minutes.get("summary")).isNotEmpty();
    assertThat(minutes.get("questions")).isNotEmpty();
    assertThat(minutes.get("attendees")).hasSize(3);
    minutes
        .get("attendees")
        .forEach(person -> assertThat(person.get("talkMicros").asLong()).isPositive());

    Person host = story.host;
    host.go("/meetings/" + story.meetingId);
    host.at("tab-minutes").click();
    host.at("minutes-action").first().waitFor();
    story.shot(host, "minutes");
    long start = Long.parseLong(host.at("minutes-decision").first().getAttribute("data-start"));
    host.at("minutes-decision").first().getByTestId("minutes-moment").click();
    host.page()
        .waitForFunction(
            "at => Math.abs(document.querySelector('[data-testid=player-video]').currentTime - at) < 1.5",
            start / 1e6);
  }

  @Test
  void exportsOpenAgainAndReadTheSame() throws Exception {
    String base = "/api/v1/meetings/" + story.meetingId + "/exports/";
    String markdown =
        new String(story.fetch(story.host, base + "minutes.md"), StandardCharsets.UTF_8);
    assertThat(markdown).contains(Story.SUBJECT).contains("David").contains("budget");
    try (PDDocument pdf = Loader.loadPDF(story.fetch(story.host, base + "minutes.pdf"))) {
      assertThat(new PDFTextStripper().getText(pdf)).contains("发布计划").contains("David");
    }
    try (XWPFDocument docx =
            new XWPFDocument(
                new java.io.ByteArrayInputStream(story.fetch(story.host, base + "minutes.docx")));
        XWPFWordExtractor text = new XWPFWordExtractor(docx)) {
      assertThat(text.getText()).contains("发布计划").contains("David");
    }
    String vtt = new String(story.fetch(story.host, base + "captions.vtt"), StandardCharsets.UTF_8);
    assertThat(vtt).startsWith("WEBVTT").contains("<v David>").contains("budget");
    String srt = new String(story.fetch(story.host, base + "captions.srt"), StandardCharsets.UTF_8);
    assertThat(srt).startsWith("1\n").contains(" --> ");
    Path mp4 = DIRECTORY.resolve("download.mp4");
    Files.write(mp4, story.fetch(story.host, base + "recording.mp4"));
    assertThat(MediaFile.facts(mp4).seconds())
        .isCloseTo(presentation.playlistSeconds(), within(0.3));
  }

  @Test
  void theLibraryShowsIt() {
    Person host = story.host;
    host.go("/");
    host.at("library-item-" + story.meetingId).waitFor();
    story.shot(host, "library");
    host.go("/meetings/" + story.meetingId);
    host.at("tab-chat").click();
    assertThat(host.at("chat-replay").innerText()).contains(PlannedMeeting.GREETING);
  }

  @Test
  void everyPageIsReadableInChineseAndOnAPhone() throws Exception {
    String signedIn = story.host.context().storageState();
    ExecutorService visitors = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> visits = new ArrayList<>();
      for (Look look : Look.values()) {
        visits.add(visitors.submit(() -> visit(look, signedIn)));
      }
      for (Future<?> visit : visits) {
        visit.get();
      }
    } finally {
      visitors.shutdownNow();
    }
  }

  /** Any thread: with a browser of its own. */
  private void visit(Look look, String signedIn) {
    try (Chromium chromium = new Chromium()) {
      Page page = chromium.launch().newContext(look.options(signedIn)).newPage();
      Gallery gallery = new Gallery(page, story.shots, look);
      gallery.see("library", parley.url() + "/", "library-item-" + story.meetingId);
      gallery.see("search", parley.url() + "/search?q=budget", "search-hit");
      String meetingUrl = parley.url() + "/meetings/" + story.meetingId;
      gallery.see("player", meetingUrl + "?t=30", "transcript-word");
      gallery.see("minutes", meetingUrl + "?tab=minutes", "minutes-action");
    }
  }

  @Test
  void noPageComplained() {
    for (Person person : story.people.values()) {
      assertThat(person.complaints()).as(person.name()).isEmpty();
    }
  }
}
