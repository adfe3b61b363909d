package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.jobs.testing.FlinkCluster;
import io.parley.storage.blob.BlobConfig;
import io.parley.storage.embedded.FreePort;
import io.parley.transcription.fixtures.FixtureDialogue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A meeting whose jobs run on a Flink cluster of processes that shares no directory for checkpoints
 * with Parley. One TaskManager is killed while somebody speaks; the recording is whole all the
 * same, and nothing is in it twice.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {
  private static final Path DIRECTORY = Path.of("target", "e2e", "cluster").toAbsolutePath();
  private static final String SECRET = "known to the cluster as well";
  private static final String CHECKPOINTS = "s3://parley/checkpoints";

  /** Of the dialogue. Bob speaks until 12.5. */
  private static final long KILL_MILLIS = 10_000;

  /** Bob says "Yes, I am waiting for the new certificate. …" from 16.3 to 21.2. */
  private static final long END_MILLIS = 22_000;

  /** What is spoken at least after the TaskManager is gone. */
  private static final long AFTERWARDS_MILLIS = 8_000;

  private static final long WINDOW_MICROS = 4_096_000;

  private FlinkCluster cluster;
  private ParleyProcess parley;
  private Story story;
  private Person alice;
  private Person bob;
  private String recordingJob = "";
  private String checkpointBefore = "";
  private long endMillis;
  private JsonNode meeting;
  private JsonNode transcript;
  private JsonNode manifest;
  private Gathering.Presentation presentation;

  @BeforeAll
  void hold() throws Exception {
    Directories.empty(DIRECTORY);
    int objectsPort = FreePort.next();
    cluster =
        FlinkCluster.launch(
            DIRECTORY.resolve("flink"),
            2,
            new BlobConfig(
                "http://127.0.0.1:" + objectsPort, "us-east-1", "parley", "parley", SECRET));
    parley = up(objectsPort);
    cluster.awaitTaskManagers(2);
    recordingJob = cluster.jobId("parley-recording");
    story = new Story(parley, "d1_standup", Path.of("target", "screenshots").toAbsolutePath());
    alice = story.people.get("Alice");
    bob = story.people.get("Bob");
    // Two suffice: the third stays away.
    Person victor = story.people.get("Victor");
    victor.context().browser().close();
    story.open("?raw=1", List.of(victor));
    alice.awaitOthersMoving(1);
    bob.awaitOthersMoving(1);
    story.speak(List.of(alice, bob));
    story.awaitSpoken(KILL_MILLIS);
    awaitSegments(2);
    loseTheTaskManagerOfTheRecording();
    endMillis = Math.max(END_MILLIS, positionMillis(alice) + AFTERWARDS_MILLIS);
    story.awaitSpoken(endMillis);
    alice.endMeeting();
    story.awaitReady();
    look();
  }

  private ParleyProcess up(int objectsPort) throws Exception {
    List<String> arguments = new ArrayList<>();
    for (String setting :
        List.of(
            "s3.port=" + objectsPort,
            "s3.secret-key=" + SECRET,
            "flink.rest-address=" + cluster.address(),
            "flink.checkpoints=" + CHECKPOINTS,
            "flink.parallelism=1",
            "recording.width=640",
            "recording.height=360",
            "recording.frames-per-window=64",
            "recording.video-bitrate=500000")) {
      arguments.addAll(List.of("--set", setting));
    }
    return ParleyProcess.up(DIRECTORY.resolve("data"), arguments.toArray(String[]::new));
  }

  private void awaitSegments(int least) {
    String path = "/meetings/" + story.meetingId + "/recording";
    Awaitility.await("segments")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () ->
                alice.context().request().get(parley.url() + "/api/v1" + path).ok()
                    && story.api(alice, path).get("playableMicros").asLong()
                        >= least * WINDOW_MICROS);
  }

  /** Not before a checkpoint has the meeting in it: the job must go on in the middle. */
  private void loseTheTaskManagerOfTheRecording() throws Exception {
    int before = cluster.completed(recordingJob);
    Awaitility.await("a checkpoint with the meeting in it")
        .atMost(Duration.ofSeconds(60))
        .until(() -> cluster.completed(recordingJob) > before);
    checkpointBefore = cluster.latestCheckpoint(recordingJob);
    cluster.killTaskManagerOf(recordingJob);
  }

  /** Where in the dialogue somebody is. */
  private static long positionMillis(Person person) {
    Object position = person.page().evaluate("() => window.__fixture.positionMillis()");
    return ((Number) position).longValue();
  }

  /** Everything that is checked, as an outsider gets it. */
  private void look() throws Exception {
    String path = "/meetings/" + story.meetingId;
    meeting = story.api(alice, path);
    transcript = story.api(alice, path + "/transcript");
    manifest = story.api(alice, path + "/media/manifest.json");
    presentation = story.presentation(DIRECTORY.resolve("hls"));
  }

  @AfterAll
  void stop() {
    if (story != null) {
      story.close();
    }
    if (parley != null) {
      parley.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void theJobWentOnFromACheckpointInTheObjectStore() throws Exception {
    assertThat(checkpointBefore).startsWith(CHECKPOINTS + "/recording/");
    assertThat(cluster.restored(recordingJob)).isPositive();
    assertThat(cluster.jobId("parley-recording")).as("the same job").isEqualTo(recordingJob);
    assertThat(DIRECTORY.resolve("data/checkpoints")).doesNotExist();
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
  void theRecordingIsAsLongAsTheMeeting() throws Exception {
    double seconds = meeting.get("durationMicros").asLong() / 1e6;
    assertThat(seconds).isGreaterThan((double) endMillis / 1e3);
    assertThat(presentation.playlistSeconds()).isCloseTo(seconds, within(0.3));
    double sound = MediaFile.sound(presentation.whole()).samples().length / 48_000.0;
    assertThat(sound).isCloseTo(seconds, within(0.3));
  }

  @Test
  void everyWindowIsThereOnce() {
    List<Integer> windows = new ArrayList<>();
    manifest
        .get("hls")
        .get("segments")
        .forEach(segment -> windows.add(segment.get("window").asInt()));
    assertThat(windows)
        .hasSameSizeAs(presentation.segments())
        .containsExactlyElementsOf(IntStream.range(0, windows.size()).boxed().toList());
    assertThat(
            presentation.media().lines().filter(line -> !line.startsWith("#") && !line.isBlank()))
        .doesNotHaveDuplicates();
  }

  @Test
  void everySentenceIsThereOnce() {
    Map<String, Long> saidUntil = new TreeMap<>();
    List<String> ids = new ArrayList<>();
    for (JsonNode utterance : transcript.get("utterances")) {
      ids.add(utterance.get("id").asText());
      String who = utterance.get("speaker").asText();
      assertThat(utterance.get("startMicros").asLong())
          .as("%s after what the same person said before", utterance.get("text"))
          .isGreaterThanOrEqualTo(saidUntil.getOrDefault(who, 0L));
      saidUntil.put(who, utterance.get("endMicros").asLong());
    }
    assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    assertThat(saidUntil).containsOnlyKeys("Alice", "Bob");
  }

  @Test
  void searchFindsEachSentenceOnce() {
    List<String> said =
        StreamSupport.stream(transcript.get("utterances").spliterator(), false)
            .filter(each -> each.get("text").asText().toLowerCase(Locale.ROOT).contains("work"))
            .map(each -> each.get("id").asText())
            .toList();
    List<String> found = new ArrayList<>();
    story
        .api(alice, "/search?q=work")
        .get("items")
        .forEach(hit -> found.add(hit.get("utteranceId").asText()));
    assertThat(found).isNotEmpty().containsExactlyInAnyOrderElementsOf(said);
  }

  @Test
  void captionsSayWhatWasSaid() {
    CaptionErrors errors = new CaptionErrors();
    long startedMillis = Instant.parse(meeting.get("startedAt").asText()).toEpochMilli();
    for (Person person : List.of(alice, bob)) {
      long untilMillis = endOfLastTurn(person.name());
      List<String> said =
          story.dialogue.words(person.name()).stream()
              .filter(word -> word.endMs() <= untilMillis)
              .map(FixtureDialogue.SpokenWord::word)
              .toList();
      long untilMicros = (story.spokenFromEpochMillis - startedMillis + untilMillis) * 1_000;
      errors.count(
          person.name(),
          List.of(said),
          CaptionErrors.heard(transcript, person.name(), untilMicros));
    }
    errors.requireFew();
  }

  /** Where in the dialogue somebody fell silent for the last time before the end. */
  private long endOfLastTurn(String speaker) {
    return story.dialogue.segments().stream()
        .filter(turn -> turn.speaker().equals(speaker) && turn.endMs() <= endMillis)
        .mapToLong(FixtureDialogue.Segment::endMs)
        .max()
        .orElseThrow();
  }

  @Test
  void noPageComplained() {
    for (Person person : List.of(alice, bob)) {
      assertThat(person.complaints()).as(person.name()).isEmpty();
    }
  }
}
