package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.storage.contract.MeetingEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What becomes of a meeting in which codecs are mixed, somebody comes late, and a browser and the
 * broker are killed: the recording is whole all the same, and nothing is in it twice. And of one
 * with nothing but a steady tone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenesIT {
  private static final Path DIRECTORY = Path.of("target", "e2e", "scenes").toAbsolutePath();
  private static final int TONE_SECONDS = 30;

  /** Of 20 ms each; a browser short of CPU has corrected its clock by up to that much at once. */
  private static final int LONGEST_STEP_PACKETS = 10;

  private ParleyProcess parley;
  private UnevenMeeting scene;
  private Gathering tone;
  private UnevenMeeting.Outcome outcome;

  @BeforeAll
  void hold() throws Exception {
    Directories.empty(DIRECTORY);
    parley = ParleyProcess.up(DIRECTORY.resolve("data"), "--set", "sfu.reconnect-grace=4s");
    scene = UnevenMeeting.hold(parley, DIRECTORY);
    tone = new Gathering(parley, Map.of("Tina", SteadyTone.wav(TONE_SECONDS)), scene.story.shots);
    tone.open("", List.of());
    tone.speak(List.of(tone.host));
    outcome = scene.outcome();
    tone.awaitSpoken(TONE_SECONDS * 1_000L);
    tone.host.endMeeting();
    tone.awaitReady();
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable each : Arrays.asList(tone, scene, parley)) {
      if (each != null) {
        each.close();
      }
    }
  }

  @Test
  void everySegmentDecodesAndThePlaylistIsClosed() throws Exception {
    assertThat(outcome.presentation().media()).endsWith("#EXT-X-ENDLIST\n");
    for (Path segment : outcome.presentation().segments()) {
      MediaFile.Facts facts = MediaFile.facts(segment);
      assertThat(facts.videoPictures()).as(segment.getFileName().toString()).isPositive();
    }
  }

  @Test
  void theRecordingIsAsLongAsTheMeeting() {
    double seconds = outcome.meeting().get("durationMicros").asLong() / 1e6;
    double spoken = (outcome.spokenFromMillis() + scene.toMillis(scene.alice)) / 1e3;
    assertThat(seconds).isGreaterThan(spoken - 0.3);
    assertThat(outcome.presentation().playlistSeconds()).isCloseTo(seconds, within(0.3));
    assertThat(outcome.recorded().soundMillis() / 1e3).isCloseTo(seconds, within(0.3));
  }

  @Test
  void everyWindowIsThereOnce() {
    List<String> names =
        outcome
            .presentation()
            .media()
            .lines()
            .filter(line -> !line.startsWith("#") && !line.isBlank())
            .toList();
    assertThat(names).doesNotHaveDuplicates();
    List<Integer> windows = new ArrayList<>();
    outcome
        .manifest()
        .get("hls")
        .get("segments")
        .forEach(segment -> windows.add(segment.get("window").asInt()));
    assertThat(windows)
        .containsExactlyElementsOf(IntStream.range(0, names.size()).boxed().toList());
  }

  @Test
  void everybodyAndEverythingSaidIsThereOnce() {
    assertThat(outcome.participants().stream().map(each -> each.get("displayName").asText()))
        .containsExactlyInAnyOrder("Alice", "Bob", "Victor");
    assertThat(outcome.chat().stream().map(each -> each.get("text").asText()))
        .containsExactly(UnevenMeeting.GREETING);
    List<String> ids = new ArrayList<>();
    Map<String, Long> saidUntil = new TreeMap<>();
    for (JsonNode utterance : outcome.transcript().get("utterances")) {
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
    for (JsonNode utterance : outcome.transcript().get("utterances")) {
      if (utterance.get("text").asText().toLowerCase(Locale.ROOT).contains("certificate")) {
        said.add(utterance.get("id").asText());
      }
    }
    List<String> found = new ArrayList<>();
    scene
        .story
        .api(scene.alice, "/search?q=certificate")
        .get("items")
        .forEach(hit -> found.add(hit.get("utteranceId").asText()));
    assertThat(found).isNotEmpty().containsExactlyInAnyOrderElementsOf(said);
  }

  @Test
  void captionsSayWhatWasSaidAndNotMore() {
    CaptionErrors errors = new CaptionErrors();
    for (Person person : scene.story.people.values()) {
      System.out.printf(
          Locale.ROOT,
          "%s: %.2f s of the microphone missing%n",
          person.name(),
          lacks(microphone(person), "missingMicros") / 1e6);
      errors.count(
          person.name(),
          IntStream.rangeClosed(0, 6).mapToObj(step -> spoken(person, 100 * step)).toList(),
          CaptionErrors.heard(outcome.transcript(), person.name()));
    }
    errors.requireFew();
  }

  /**
   * The words of somebody that must be heard.
   *
   * @param inTheAirMillis what was said so shortly before a browser went may be heard or not, and
   *     of the word into which one came the rest
   */
  private List<String> spoken(Person person, int inTheAirMillis) {
    double from = scene.fromMillis(person) - (person == scene.victor ? inTheAirMillis : 0);
    double to = scene.toMillis(person) - (person == scene.bob ? inTheAirMillis : 0);
    return scene.story.dialogue.words(person.name()).stream()
        .filter(word -> word.startMs() >= from && word.endMs() <= to)
        .map(word -> word.word())
        .toList();
  }

  /** The track of a person's microphone in the manifest. */
  private JsonNode microphone(Person person) {
    String participant = outcome.participant(person.name()).get("participantId").asText();
    for (JsonNode track : outcome.manifest().get("tracks")) {
      if (track.get("source").asText().equals("microphone")
          && track.get("participantId").asText().equals(participant)) {
        return track;
      }
    }
    throw new AssertionError("no microphone of " + person.name());
  }

  /** What the manifest says that a track lacks, summed over all windows. */
  private long lacks(JsonNode track, String what) {
    long sum = 0;
    for (JsonNode segment : outcome.manifest().get("hls").get("segments")) {
      for (JsonNode gap : segment.get("gaps")) {
        if (gap.get("trackId").equals(track.get("trackId"))) {
          sum += gap.get(what).asLong();
        }
      }
    }
    return sum;
  }

  @Test
  void eachVoiceIsAtItsPlace() {
    outcome.turns().forEach(Recorded::requireInPlace);
  }

  @Test
  void picturesOfEveryCodecAreInStepWithTheSound() {
    outcome
        .turns()
        .forEach(
            (person, turns) ->
                outcome
                    .recorded()
                    .requireInStep(person, UnevenMeeting.CODECS.get(person.name()), turns, 10));
  }

  @Test
  void whoIsGoneIsNoLongerInThePicture() {
    double leftMillis = outcome.participant("Bob").get("leftMicros").asLong() / 1e3;
    double killedMillis = outcome.spokenFromMillis() + scene.toMillis(scene.bob);
    assertThat(leftMillis).isGreaterThan(killedMillis);
    assertThat(leftMillis).isLessThan(outcome.meeting().get("durationMicros").asLong() / 1e3);
    assertThat(outcome.recorded().sightings(scene.bob))
        .isNotEmpty()
        .allSatisfy(seen -> assertThat(seen.millis()).isLessThan(leftMillis + 500));
    assertThat(outcome.recorded().sightings(scene.alice))
        .anySatisfy(seen -> assertThat(seen.millis()).isGreaterThan(leftMillis + 500));
  }

  @Test
  void theArchiveHasEachTrackInTheCodecItWasSentIn() throws Exception {
    Map<String, String> names =
        outcome.participants().stream()
            .collect(
                Collectors.toMap(
                    each -> each.get("participantId").asText(),
                    each -> each.get("displayName").asText()));
    Map<String, String> codecs = new TreeMap<>();
    for (JsonNode track : outcome.manifest().get("tracks")) {
      String who = names.get(track.get("participantId").asText());
      String key = who + " " + track.get("source").asText();
      String codec = track.get("codec").asText().replaceAll(".*/", "");
      assertThat(codecs.put(key, codec.toLowerCase(Locale.ROOT))).as("two tracks: " + key).isNull();
      assertThat(track.get("files")).as(key).isNotEmpty();
      long until = 0;
      for (JsonNode file : track.get("files")) {
        assertThat(file.get("firstMicros").asLong()).as(key).isGreaterThanOrEqualTo(until - 1_000);
        until = file.get("firstMicros").asLong() + file.get("durationMicros").asLong();
        assertThat(MediaFile.decodeTrack(scene.download(file)))
            .as(key)
            .isEqualToIgnoringCase(codec);
      }
    }
    assertThat(codecs)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Alice camera", "h264",
                "Bob camera", "vp9",
                "Victor camera", "av1",
                "Alice microphone", "opus",
                "Bob microphone", "opus",
                "Victor microphone", "opus"));
  }

  @Test
  void whatWasSaidWhileTheBrokerWasAwayIsThere() throws Exception {
    assertThat(Files.readString(DIRECTORY.resolve("data").resolve("parley.log")))
        .contains("The Kafka broker ended with code 137");
    Map<String, MeetingEvent.TrackQuality> reports = UnitReports.lastOfEachTrack(parley);
    for (Person person : List.of(scene.alice, scene.victor)) {
      JsonNode track = microphone(person);
      MeetingEvent.TrackQuality unit = reports.get(track.get("trackId").asText());
      int archived = 0;
      for (JsonNode file : track.get("files")) {
        archived += MediaFile.packets(scene.download(file));
      }
      // Whose clock jumps back says some things twice for the same moment: one of them is kept.
      long twice = lacks(track, "discontinuities") * LONGEST_STEP_PACKETS;
      assertThat((long) archived)
          .as("packets in the archive, %s: %s", person.name(), unit)
          .isBetween(
              unit.packetsReceived() - twice, unit.packetsReceived() + unit.packetsUnrepaired());
      assertThat(100 * unit.packetsUnrepaired())
          .as("lost on the way to the unit, %s: %s", person.name(), unit)
          .isLessThan(unit.packetsReceived());
    }
  }

  @Test
  void noPageOfTheSurvivorsComplained() {
    assertThat(scene.alice.complaints()).isEmpty();
    assertThat(scene.victor.complaints()).isEmpty();
  }

  @Test
  void aSteadyToneHasNoSeamWhereWindowsMeet() throws Exception {
    Gathering.Presentation heard = tone.presentation(DIRECTORY.resolve("tone"));
    SteadyTone.Strain strain = SteadyTone.strain(MediaFile.sound(heard.whole()).samples());
    System.out.println(strain);
    assertThat(strain.atJoints()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(strain.usual()).as("the tone as it is inside windows").isLessThan(0.05);
    assertThat(strain.atJoints())
        .allSatisfy(joint -> assertThat(joint).isLessThan(Math.max(1.5 * strain.usual(), 0.02)));
    assertThat(strain.steepestAtJoints()).isLessThan(1.05 * strain.steepestInside());
  }
}
