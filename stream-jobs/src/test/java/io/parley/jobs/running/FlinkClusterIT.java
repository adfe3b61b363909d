package io.parley.jobs.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parley.jobs.JobConfig;
import io.parley.jobs.testing.FlinkCluster;
import io.parley.jobs.testing.LogFeeder;
import io.parley.jobs.testing.TestBed;
import io.parley.jobs.testing.TestMeeting;
import io.parley.storage.catalogue.Recordings;
import io.parley.storage.catalogue.Utterance;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RecordingEvent;
import io.parley.storage.embedded.FreePort;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jobs on a cluster of processes, one of which dies in the middle of a meeting. */
class FlinkClusterIT {
  private static final long LENGTH = 10_500_000;
  private static final long AFTER = 10_000_000;
  private static final long START = TestMeeting.recently();
  private static final EnumSet<Job> ALL = EnumSet.allOf(Job.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static TestBed bed;

  @BeforeAll
  static void start() throws Exception {
    bed = TestBed.start();
  }

  @AfterAll
  static void stop() throws Exception {
    bed.close();
  }

  @Test
  void aTaskManagerKilledInMidMeetingLeavesNoTrace() throws Exception {
    TestMeeting calm = meeting("calm-1");
    TestMeeting struck = meeting("struck-1");
    try (FlinkCluster cluster =
        FlinkCluster.launch(bed.directory.resolve("flink"), 2, bed.blobConfig())) {
      JobConfig undisturbed = bed.installation("calm");
      undisturbedRun(undisturbed, calm);

      JobConfig config = inObjectStore(bed.installation("struck"));
      cluster.awaitTaskManagers(2);
      Map<Job, String> ids = struckRun(config, struck, cluster);
      everythingIsThereOnce(config, struck.id());
      theSameAs(undisturbed, calm.id(), config, struck.id());
      aNewStartGoesOn(config, cluster, ids);
    }
  }

  @Test
  void checkpointsThatCantBeReachedAreNamedBeforeAnythingIsSubmitted() throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of(inObjectStore(bed.installation("locked-out")).toArguments()));
    arguments.set(arguments.indexOf("--objects.secret-key") + 1, "another secret");
    JobConfig config = JobConfig.parse(arguments.toArray(String[]::new));
    URI nowhere = URI.create("http://127.0.0.1:" + FreePort.next());
    assertThatThrownBy(() -> RemoteJobs.start(config, ALL, nowhere))
        .isInstanceOf(RemoteJobs.CheckpointsUnavailable.class)
        .hasMessageStartingWith(
            "the checkpoints at s3://parley/checkpoints/struck can't be reached");
  }

  @Test
  void aClusterThatDoesNotAnswerIsNamed() throws Exception {
    JobConfig config = bed.installation("nowhere");
    URI nowhere = URI.create("http://127.0.0.1:" + FreePort.next());
    assertThatThrownBy(() -> RemoteJobs.start(config, ALL, nowhere))
        .isInstanceOf(RemoteJobs.ClusterUnavailable.class)
        .hasMessage("the Flink cluster at " + nowhere + " does not answer");
  }

  /** The same with checkpoints in the object store: no directory is shared with the cluster. */
  private static JobConfig inObjectStore(JobConfig config) {
    List<String> arguments = new ArrayList<>(List.of(config.toArguments()));
    arguments.set(
        arguments.indexOf("--checkpoints.directory") + 1, "s3://parley/checkpoints/struck");
    return JobConfig.parse(arguments.toArray(String[]::new));
  }

  private static void undisturbedRun(JobConfig config, TestMeeting meeting) throws Exception {
    bed.plan(meeting.id());
    try (LogFeeder feeder = bed.feeder(config);
        JobRunner jobs = JobRunner.start(config, ALL, bed.directory.resolve("tmp"))) {
      feeder.feed(meeting, AFTER);
      awaitEnd(config, meeting.id());
      assertThat(jobs.states().values()).containsOnly("RUNNING");
    }
  }

  /**
   * @return the jobs' ids on the cluster
   */
  private static Map<Job, String> struckRun(
      JobConfig config, TestMeeting meeting, FlinkCluster cluster) throws Exception {
    bed.plan(meeting.id());
    try (LogFeeder feeder = bed.feeder(config);
        RemoteJobs jobs = RemoteJobs.start(config, ALL, cluster.address())) {
      assertThat(jobs.states()).hasSize(4);
      feeder.feed(meeting, 0, 8_000_000);
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> bed.recordings(config), events -> !events.isEmpty());
      // A quick machine gets here before the first checkpoint; there would be nothing to restore.
      String recording = jobs.ids().get(Job.RECORDING);
      int before = cluster.completed(recording);
      await().atMost(Duration.ofSeconds(90)).until(() -> cluster.completed(recording) > before);
      cluster.killTaskManagerOf(recording);
      feeder.feed(meeting, 8_000_000, LENGTH + AFTER);
      awaitEnd(config, meeting.id());
      assertThat(jobs.states().values()).containsOnly("RUNNING");
      assertThat(cluster.restored(recording)).isPositive();
      assertThat(cluster.latestCheckpoint(recording)).startsWith(config.checkpoints());
      return jobs.ids();
    }
  }

  private static void everythingIsThereOnce(JobConfig config, MeetingId meeting) {
    List<RecordingEvent> events = bed.recordings(config).stream().distinct().toList();
    assertThat(events)
        .filteredOn(RecordingEvent.SegmentStored.class::isInstance)
        .extracting(event -> ((RecordingEvent.SegmentStored) event).playableMicros())
        .containsExactlyInAnyOrder(4_096_000L, 8_192_000L, LENGTH);
    assertThat(events).filteredOn(RecordingEvent.RecordingCompleted.class::isInstance).hasSize(1);
    assertThat(events).filteredOn(RecordingEvent.TranscriptReady.class::isInstance).hasSize(1);
    assertThat(events).filteredOn(RecordingEvent.MinutesReady.class::isInstance).hasSize(1);
    assertThat(bed.catalogue.recordings().segments(meeting))
        .extracting(Recordings.Segment::number)
        .containsExactly(0L, 1L, 2L);
    assertThat(bed.catalogue.transcripts().of(meeting))
        .isNotEmpty()
        .extracting(Utterance::utteranceId)
        .doesNotHaveDuplicates();
  }

  private static void theSameAs(
      JobConfig config, MeetingId meeting, JobConfig otherConfig, MeetingId other)
      throws IOException {
    assertThat(hashes(other)).isNotEmpty().isEqualTo(hashes(meeting));
    assertThat(words(otherConfig)).isNotEmpty().isEqualTo(words(config));
    assertThat(rows(other)).isNotEmpty().isEqualTo(rows(meeting));
  }

  /** One that runs is left alone; one that was cancelled goes on from its checkpoint. */
  private static void aNewStartGoesOn(JobConfig config, FlinkCluster cluster, Map<Job, String> ids)
      throws Exception {
    cluster.cancel(ids.get(Job.MINUTES));
    try (RemoteJobs again = RemoteJobs.start(config, ALL, cluster.address())) {
      assertThat(again.restoredFrom()).containsOnlyKeys(Job.MINUTES);
      assertThat(again.restoredFrom().get(Job.MINUTES)).startsWith(config.checkpoints());
      Map<Job, String> now = again.ids();
      assertThat(now.get(Job.MINUTES)).isNotEqualTo(ids.get(Job.MINUTES));
      for (Job job : EnumSet.complementOf(EnumSet.of(Job.MINUTES))) {
        assertThat(now.get(job)).isEqualTo(ids.get(job));
      }
      assertThat(again.states().values()).containsOnly("RUNNING");
    }
  }

  private static TestMeeting meeting(String id) {
    return TestMeeting.ofDialogue(id, START, "d3_release", LENGTH)
        .camera("Emma", MediaCodec.VP8, LENGTH);
  }

  private static void awaitEnd(JobConfig config, MeetingId meeting) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              List<RecordingEvent> events = bed.recordings(config);
              return events.stream().anyMatch(RecordingEvent.RecordingCompleted.class::isInstance)
                  && events.stream().anyMatch(RecordingEvent.MinutesReady.class::isInstance)
                  && bed.objects.exists(new ObjectKeys(meeting).recordingMp4())
                  && manifest(meeting).has("downloads");
            });
  }

  private static JsonNode manifest(MeetingId meeting) throws IOException {
    return JSON.readTree(bed.objects.get(new ObjectKeys(meeting).manifest()));
  }

  /** Of every stored object, by its place in the meeting, as the manifest has them. */
  private static Map<String, String> hashes(MeetingId meeting) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    String prefix = new ObjectKeys(meeting).prefix();
    for (JsonNode object : manifest(meeting).findParents("sha256")) {
      String key = object.path("key").asText();
      if (!key.endsWith("timeline.jsonl")) {
        hashes.put(key.substring(prefix.length()), object.path("sha256").asText());
      }
    }
    return hashes;
  }

  /** Every final once; a caption that was written twice must say the same. */
  private static List<String> words(JobConfig config) {
    return bed.captions(config).stream()
        .filter(caption -> caption instanceof Caption.Utterance u && u.last())
        .map(Caption.Utterance.class::cast)
        .map(u -> u.utteranceId() + " " + u.endMicros() + " " + u.text() + " " + u.words())
        .distinct()
        .sorted()
        .toList();
  }

  private static List<String> rows(MeetingId meeting) {
    return bed.catalogue.transcripts().of(meeting).stream()
        .sorted(Comparator.comparing(Utterance::utteranceId))
        .map(row -> row.utteranceId() + " " + row.speaker() + ": " + row.text())
        .toList();
  }
}
