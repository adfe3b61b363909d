package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.parley.transcription.WordErrors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A meeting that does not go smoothly: Alice sends H.264, Bob sends VP9 until his browser is killed
 * in the middle of a sentence, Victor sends VP8 and comes late. The recording is whole all the
 * same, and nothing is in it twice.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenesIT {
  private static final Path DIRECTORY = Path.of("target", "e2e", "scenes").toAbsolutePath();
  private static final Map<String, String> CODECS =
      Map.of("Alice", "h264", "Bob", "vp9", "Victor", "vp8");
  private static final String GREETING = "The certificate form is in the shared folder";

  /**
   * Of the dialogue. Bob says "I saw the same problem last week. We should …" from 35.9 to 40.5.
   */
  private static final long KILL_MILLIS = 38_400;

  private static final long END_MILLIS = 50_000;

  private ParleyProcess parley;
  private Story story;
  private Person alice;
  private Person bob;
  private Person victor;
  private double victorSpeaksFromMillis;
  private double bobKilledAtMillis;
  private JsonNode meeting;
  private JsonNode transcript;
  private JsonNode manifest;
  private List<JsonNode> participants;
  private Story.Presentation presentation;
  private Recorded recorded;
  private double startEpochMillis;
  private final Map<Person, SpeechClock> clocks = new HashMap<>();
  private final Map<Person, List<Recorded.Turn>> turns = new HashMap<>();

  @BeforeAll
  void hold() throws Exception {
    Directories.empty(DIRECTORY);
    parley = ParleyProcess.up(DIRECTORY.resolve("data"), "--set", "sfu.reconnect-grace=4s");
    story = new Story(parley, "d1_standup", Path.of("target", "screenshots").toAbsolutePath());
    alice = story.people.get("Alice");
    bob = story.people.get("Bob");
    victor = story.people.get("Victor");
    Function<Person, String> query = person -> "?codec=" + CODECS.get(person.name());
    story.open(query, List.of(victor));
    alice.awaitOthersMoving(1);
    bob.awaitOthersMoving(1);
    story.speak(List.of(alice, bob));
    bob.say(GREETING);

    List<String> saidBefore = awaitFinalCaption();
    victor.join(story.link, query.apply(victor));
    seesWhatWasSaid(saidBefore);
    victor.awaitChat(GREETING);
    victor.speakFrom(story.spokenFromEpochMillis);
    victorSpeaksFromMillis = position(victor);
    alice.awaitOthersMoving(2);
    victor.awaitOthersMoving(2);

    story.awaitSpoken(KILL_MILLIS);
    Locator bobAtAlice = alice.at("tile-" + idOf("Bob"));
    Locator bobAtVictor = victor.at("tile-" + idOf("Bob"));
    bobAtAlice.waitFor();
    bobAtVictor.waitFor();
    bobKilledAtMillis = position(bob);
    clocks.put(bob, bob.speechClock());
    story.chromium.kill(bob.context().browser());
    Locator.WaitForOptions gone =
        new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED).setTimeout(60_000);
    bobAtAlice.waitFor(gone);
    bobAtVictor.waitFor(gone);

    story.awaitSpoken(END_MILLIS);
    clocks.put(alice, alice.speechClock());
    clocks.put(victor, victor.speechClock());
    alice.endMeeting();
    story.awaitReady();
    look();
  }

  /** Everything that is checked, as an outsider gets it. */
  private void look() throws Exception {
    meeting = story.api(alice, "/meetings/" + story.meetingId);
    transcript = story.api(alice, "/meetings/" + story.meetingId + "/transcript");
    manifest = story.api(alice, "/meetings/" + story.meetingId + "/media/manifest.json");
    participants = items("/participants");
    presentation = story.presentation(DIRECTORY.resolve("hls"));
    startEpochMillis = Instant.parse(meeting.get("startedAt").asText()).toEpochMilli();
    recorded =
        Recorded.of(presentation.whole(), story.dialogue, startEpochMillis, story.people.values());
    for (Person person : story.people.values()) {
      turns.put(
          person, recorded.turns(person, clocks.get(person), fromMillis(person), toMillis(person)));
    }
  }

  @AfterAll
  void stop() {
    if (story != null) {
      story.close();
    }
    if (parley != null) {
      parley.close();
    }
  }

  /** Waits until something was said to its end; ids of what Alice saw of that. */
  @SuppressWarnings("unchecked")
  private List<String> awaitFinalCaption() {
    alice.at("caption-line").and(alice.page().locator("[data-last=true]")).first().waitFor();
    return (List<String>)
        alice
            .page()
            .evaluate(
                """
                () => [...document.querySelectorAll('[data-testid=caption-line][data-last=true]')]
                  .map(line => line.dataset.utterance)
                """);
  }

  /** Victor was not there when it was said. */
  private void seesWhatWasSaid(List<String> utterances) {
    victor
        .page()
        .waitForFunction(
            """
            ids => [...document.querySelectorAll('[data-testid=caption-line]')]
              .some(line => ids.includes(line.dataset.utterance))
            """,
            utterances);
  }

  private static double position(Person person) {
    return ((Number) person.page().evaluate("() => window.__fixture.positionMillis()"))
        .doubleValue();
  }

  private List<JsonNode> items(String path) {
    JsonNode all = story.api(alice, "/meetings/" + story.meetingId + path).get("items");
    return StreamSupport.stream(all.spliterator(), false).toList();
  }

  private JsonNode participant(String name) {
    return participants.stream()
        .filter(each -> each.get("displayName").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String idOf(String name) {
    return items("/participants").stream()
        .filter(each -> each.get("displayName").asText().equals(name))
        .map(each -> each.get("participantId").asText())
        .findFirst()
        .orElseThrow();
  }

  private double fromMillis(Person person) {
    return person == victor ? victorSpeaksFromMillis : 0;
  }

  private double toMillis(Person person) {
    return person == bob ? bobKilledAtMillis : (double) END_MILLIS;
  }

  @Test
  void everySegmentDecodesAndThePlaylistIsClosed() throws Exception {
    assertThat(presentation.media()).endsWith("#EXT-X-ENDLIST\n");
    for (Path segment : presentation.segments()) {
      MediaFile.Facts facts = MediaFile.facts(segment);
      assertThat(facts.videoPictures()).as(segment.getFileName().toString()).isPositive();
    }
  }

  @Test
  void theRecordingIsAsLongAsTheMeeting() {
    double seconds = meeting.get("durationMicros").asLong() / 1e6;
    double spoken = (clocks.get(alice).epochMillisOf((double) END_MILLIS) - startEpochMillis) / 1e3;
    assertThat(seconds).isGreaterThan(spoken - 0.3);
    assertThat(presentation.playlistSeconds()).isCloseTo(seconds, within(0.3));
    assertThat(recorded.soundMillis() / 1e3).isCloseTo(seconds, within(0.3));
  }

  @Test
  void everyWindowIsThereOnce() {
    List<String> names =
        presentation
            .media()
            .lines()
            .filter(line -> !line.startsWith("#") && !line.isBlank())
            .toList();
    assertThat(names).doesNotHaveDuplicates();
    List<Integer> windows = new ArrayList<>();
    manifest
        .get("hls")
        .get("segments")
        .forEach(segment -> windows.add(segment.get("window").asInt()));
    assertThat(windows)
        .containsExactlyElementsOf(IntStream.range(0, names.size()).boxed().toList());
  }

  @Test
  void everybodyAndEverythingSaidIsThereOnce() {
    assertThat(participants.stream().map(each -> each.get("displayName").asText()))
        .containsExactlyInAnyOrder("Alice", "Bob", "Victor");
    assertThat(items("/chat").stream().map(each -> each.get("text").asText()))
        .containsExactly(GREETING);
    List<String> ids = new ArrayList<>();
    Map<String, Long> saidUntil = new TreeMap<>();
    for (JsonNode utterance : transcript.get("utterances")) {
      ids.add(utterance.get("id").asText());
      String who = utterance.get("participantId").asText();
      assertThat(utterance.get("startMicros").asLong())
          .as("%s after what the same person said before", utterance.get("text"))
          .isGreaterThanOrEqualTo(saidUntil.getOrDefault(who, 0L));
      saidUntil.put(who, utterance.get("endMicros").asLong());
    }
    assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    assertThat(saidUntil).hasSize(3);
  }

  @Test
  void searchFindsEachSentenceOnce() {
    List<String> said = new ArrayList<>();
    for (JsonNode utterance : transcript.get("utterances")) {
      if (utterance.get("text").asText().toLowerCase(Locale.ROOT).contains("certificate")) {
        said.add(utterance.get("id").asText());
      }
    }
    List<String> found = new ArrayList<>();
    story
        .api(alice, "/search?q=certificate")
        .get("items")
        .forEach(hit -> found.add(hit.get("utteranceId").asText()));
    assertThat(found).isNotEmpty().containsExactlyInAnyOrderElementsOf(said);
  }

  @Test
  void captionsSayWhatWasSaidAndNotMore() {
    for (Person person : story.people.values()) {
      List<String> heard = new ArrayList<>();
      for (JsonNode utterance : transcript.get("utterances")) {
        if (utterance.get("speaker").asText().equals(person.name())) {
          utterance
              .get("words")
              .forEach(word -> heard.add(WordErrors.plain(word.get("text").asText())));
        }
      }
      // What was in the air when a browser came or went may be heard or not: 600 ms of it.
      WordErrors errors =
          IntStream.rangeClosed(0, 6)
              .mapToObj(step -> WordErrors.between(spoken(person, 100 * step), heard))
              .min(Comparator.comparingInt(WordErrors::errors))
              .orElseThrow();
      System.out.printf(
          Locale.ROOT, "%s: word error rate %.1f %%%n", person.name(), errors.percent());
      // 1.1 % is what the recogniser gives on the clean file.
      assertThat((double) errors.errors())
          .as(person.name() + " " + heard)
          .isLessThanOrEqualTo(0.061 * errors.words() + wordsInGaps(person));
    }
  }

  /**
   * How many words the sound that never came may have cost, as the manifest lists it: a browser
   * short of CPU stammers. On an idle machine it is none.
   */
  private int wordsInGaps(Person person) {
    String microphone =
        StreamSupport.stream(manifest.get("tracks").spliterator(), false)
            .filter(track -> track.get("source").asText().equals("microphone"))
            .filter(
                track ->
                    track
                        .get("participantId")
                        .asText()
                        .equals(participant(person.name()).get("participantId").asText()))
            .map(track -> track.get("trackId").asText())
            .findFirst()
            .orElseThrow();
    int words = 0;
    for (JsonNode segment : manifest.get("hls").get("segments")) {
      for (JsonNode gap : segment.get("gaps")) {
        if (gap.get("trackId").asText().equals(microphone)) {
          // Three words a second, and the two that a gap may fall between.
          words += 2 + (int) (gap.get("missingMicros").asLong() * 3 / 1_000_000);
        }
      }
    }
    return words;
  }

  private List<String> spoken(Person person, int inTheAirMillis) {
    return story.dialogue.words(person.name()).stream()
        .filter(word -> word.startMs() >= fromMillis(person))
        .filter(word -> word.endMs() <= toMillis(person) - (person == bob ? inTheAirMillis : 0))
        .map(word -> word.word())
        .toList();
  }

  @Test
  void eachVoiceIsAtItsPlace() {
    turns.forEach(
        (person, all) -> {
          List<Recorded.Turn> found = all.stream().filter(Recorded.Turn::found).toList();
          assertThat(found).as("%s in %s", person.name(), all).isNotEmpty();
          assertThat(found)
              .as(person.name())
              .allSatisfy(turn -> assertThat(turn.lateMillis()).isBetween(-250.0, 250.0));
        });
  }

  @Test
  void picturesOfEveryCodecAreInStepWithTheSound() {
    for (Person person : story.people.values()) {
      double[] after = recorded.picturesAfterSound(person, turns.get(person));
      assertThat(after.length).as("%s's counter can be read", person.name()).isGreaterThan(10);
      System.out.printf(
          Locale.ROOT,
          "%s (%s): picture after sound, ms: median %.0f, range %.0f…%.0f, n=%d%n",
          person.name(),
          CODECS.get(person.name()),
          after[after.length / 2],
          after[0],
          after[after.length - 1],
          after.length);
      assertThat(after[after.length / 2]).as(person.name()).isBetween(-100.0, 100.0);
    }
  }

  @Test
  void whoIsGoneIsNoLongerInThePicture() {
    double leftMillis = participant("Bob").get("leftMicros").asLong() / 1e3;
    List<SpeechClock.Sample> clock = clocks.get(bob).samples();
    double killedMillis = clock.get(clock.size() - 1).epochMillis() - startEpochMillis;
    assertThat(leftMillis).isGreaterThan(killedMillis);
    assertThat(leftMillis).isLessThan(meeting.get("durationMicros").asLong() / 1e3);
    assertThat(recorded.sightings(bob))
        .isNotEmpty()
        .allSatisfy(seen -> assertThat(seen.millis()).isLessThan(leftMillis + 500));
    assertThat(recorded.sightings(alice))
        .anySatisfy(seen -> assertThat(seen.millis()).isGreaterThan(leftMillis + 500));
  }

  @Test
  void theArchiveHasEachTrackInTheCodecItWasSentIn() throws Exception {
    Map<String, String> names =
        participants.stream()
            .collect(
                Collectors.toMap(
                    each -> each.get("participantId").asText(),
                    each -> each.get("displayName").asText()));
    Map<String, String> codecs = new TreeMap<>();
    for (JsonNode track : manifest.get("tracks")) {
      String who = names.get(track.get("participantId").asText());
      String key = who + " " + track.get("source").asText();
      String codec = track.get("codec").asText().replaceAll(".*/", "");
      assertThat(codecs.put(key, codec.toLowerCase(Locale.ROOT))).as("two tracks: " + key).isNull();
      assertThat(track.get("files")).as(key).isNotEmpty();
      long until = 0;
      for (JsonNode file : track.get("files")) {
        assertThat(file.get("firstMicros").asLong()).as(key).isGreaterThanOrEqualTo(until - 1_000);
        until = file.get("firstMicros").asLong() + file.get("durationMicros").asLong();
        assertThat(MediaFile.decodeTrack(download(file))).as(key).isEqualToIgnoringCase(codec);
      }
    }
    assertThat(codecs)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Alice camera", "h264",
                "Bob camera", "vp9",
                "Victor camera", "vp8",
                "Alice microphone", "opus",
                "Bob microphone", "opus",
                "Victor microphone", "opus"));
  }

  private Path download(JsonNode file) throws Exception {
    String key = file.get("key").asText();
    String path = key.substring(("meetings/" + story.meetingId + "/").length());
    byte[] bytes = story.fetch(alice, "/api/v1/meetings/" + story.meetingId + "/media/" + path);
    assertThat(bytes).hasSize(file.get("bytes").asInt());
    return Files.write(DIRECTORY.resolve(path.replace('/', '-')), bytes);
  }

  @Test
  void noPageOfTheSurvivorsComplained() {
    assertThat(alice.complaints()).isEmpty();
    assertThat(victor.complaints()).isEmpty();
  }
}
