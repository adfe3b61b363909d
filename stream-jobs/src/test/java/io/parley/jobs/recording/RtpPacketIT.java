package io.parley.jobs.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parley.jobs.JobConfig;
import io.parley.jobs.media.codec.TestDemuxer;
import io.parley.jobs.running.Job;
import io.parley.jobs.running.JobRunner;
import io.parley.jobs.testing.LogFeeder;
import io.parley.jobs.testing.TestBed;
import io.parley.jobs.testing.TestMeeting;
import io.parley.storage.catalogue.RecordingState;
import io.parley.storage.catalogue.Recordings;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RecordingEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An RTP packet from the log to playlist, archive and manifest; read again; and interrupted. */
class RtpPacketIT {
  private static final long LENGTH = 10_500_000;
  private static final int CAMERAS = 2;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long START = TestMeeting.recently();

  private static TestBed bed;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws Exception {
    bed = TestBed.start();
  }

  @AfterAll
  static void stop() throws Exception {
    bed.close();
  }

  @Test
  void becomesARecordingTheSameEveryTimeTheLogIsRead() throws Exception {
    JobConfig config = bed.installation("whole");
    TestMeeting meeting = meeting("whole-1");
    bed.plan(meeting.id());
    try (LogFeeder feeder = bed.feeder(config);
        JobRunner jobs = run(config, "first")) {
      feeder.sendGarbage();
      feeder.feed(meeting, 10_000_000);
      awaitDownloads(config, meeting.id(), 1);
      assertThat(jobs.states()).containsEntry(Job.RECORDING, "RUNNING");
    }
    playlistCoversTheMeeting(meeting.id());
    rowsFollow(config, meeting.id());
    manifestTellsTheTruth(meeting.id());
    eachCameraIsAFileOfItsOwn(meeting.id());

    Map<String, String> before = objects(meeting.id());
    bed.objects.delete(new ObjectKeys(meeting.id()).recordingMp4());
    try (JobRunner again = run(config, "second")) {
      awaitDownloads(config, meeting.id(), 2);
      assertThat(again.states()).containsEntry(Job.RECORDING, "RUNNING");
    }
    assertThat(objects(meeting.id())).isEqualTo(before);
  }

  @Test
  void interruptedInTheMiddleItIsWholeAndTheSame() throws Exception {
    JobConfig straight = bed.installation("straight");
    TestMeeting one = meeting("straight-1");
    try (LogFeeder feeder = bed.feeder(straight);
        JobRunner jobs = run(straight, "checkpoints")) {
      feeder.feed(one, 10_000_000);
      awaitDownloads(straight, one.id(), 1);
      assertThat(jobs.states()).containsEntry(Job.RECORDING, "RUNNING");
    }
    JobConfig broken = bed.installation("broken");
    TestMeeting other = meeting("broken-1");
    try (LogFeeder feeder = bed.feeder(broken)) {
      try (JobRunner first = run(broken, "checkpoints")) {
        feeder.feed(other, 0, 8_000_000);
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> bed.recordings(broken), events -> !events.isEmpty());
        assertThat(first.states()).containsEntry(Job.RECORDING, "RUNNING");
      }
      feeder.feed(other, 8_000_000, LENGTH + 10_000_000);
      try (JobRunner second = run(broken, "checkpoints")) {
        awaitDownloads(broken, other.id(), 1);
        assertThat(second.restoredFrom()).containsKey(Job.RECORDING);
        assertThat(second.states()).containsEntry(Job.RECORDING, "RUNNING");
      }
    }
    assertThat(hashes(other.id())).isNotEmpty().isEqualTo(hashes(one.id()));
    assertThat(bed.recordings(broken).stream().distinct().toList())
        .filteredOn(RecordingEvent.SegmentStored.class::isInstance)
        .hasSize(3);
  }

  private static TestMeeting meeting(String id) {
    return TestMeeting.ofDialogue(id, START, "d3_release", LENGTH)
        .camera("Emma", MediaCodec.VP8, LENGTH)
        .camera("Paul", MediaCodec.H264, LENGTH)
        .chat("George", "hello", 2_000_000);
  }

  /** A run with checkpoints of its own; the same name goes on where the last one stopped. */
  private static JobRunner run(JobConfig config, String checkpoints) throws Exception {
    JobConfig own = TestBed.checkpointsIn(config, checkpoints);
    Path temporary = bed.directory.resolve("tmp");
    return JobRunner.start(own, EnumSet.of(Job.RECORDING), temporary);
  }

  private static void awaitDownloads(JobConfig config, MeetingId meeting, int completions) {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                bed.recordings(config).stream()
                            .filter(RecordingEvent.RecordingCompleted.class::isInstance)
                            .count()
                        == completions
                    && manifest(meeting).has("downloads")
                    && manifest(meeting).path("tracks").findValues("download").size() == CAMERAS
                    && bed.objects.exists(new ObjectKeys(meeting).recordingMp4()));
  }

  private static JsonNode manifest(MeetingId meeting) throws IOException {
    return JSON.readTree(bed.objects.get(new ObjectKeys(meeting).manifest()));
  }

  private static void playlistCoversTheMeeting(MeetingId meeting) throws IOException {
    String playlist = new String(bed.objects.get(new ObjectKeys(meeting).hlsMedia("video")), UTF_8);
    assertThat(playlist).contains("#EXT-X-ENDLIST").contains("#EXT-X-MAP:URI=\"video/init.mp4\"");
    double seconds =
        playlist
            .lines()
            .filter(line -> line.startsWith("#EXTINF:"))
            .mapToDouble(line -> Double.parseDouble(line.substring(8).split(",")[0]))
            .sum();
    assertThat(seconds).isBetween(10.2, 10.8);
  }

  private static void rowsFollow(JobConfig config, MeetingId meeting) {
    assertThat(bed.catalogue.recordings().segments(meeting))
        .extracting(Recordings.Segment::number)
        .containsExactly(0L, 1L, 2L);
    assertThat(bed.catalogue.recordings().find(meeting))
        .hasValueSatisfying(
            row -> {
              assertThat(row.state()).isEqualTo(RecordingState.READY);
              assertThat(row.durationMicros()).isEqualTo(LENGTH);
            });
    assertThat(bed.recordings(config))
        .filteredOn(RecordingEvent.SegmentStored.class::isInstance)
        .extracting(event -> ((RecordingEvent.SegmentStored) event).playableMicros())
        .containsExactly(4_096_000L, 8_192_000L, LENGTH);
  }

  private static void manifestTellsTheTruth(MeetingId meeting) throws IOException {
    JsonNode manifest = manifest(meeting);
    List<JsonNode> objects = manifest.findParents("sha256");
    for (JsonNode object : objects) {
      byte[] data = bed.objects.get(object.path("key").asText());
      assertThat(object.path("bytes").asLong()).isEqualTo(data.length);
      assertThat(object.path("sha256").asText()).isEqualTo(Sha256.of(data));
    }
    assertThat(manifest.path("tracks")).hasSize(4 + CAMERAS);
    for (JsonNode track : manifest.path("tracks")) {
      assertThat(track.path("files")).as(track.path("trackId").asText()).isNotEmpty();
    }
    assertThat(manifest.path("hls").findValues("gaps"))
        .allSatisfy(gaps -> assertThat(gaps).isEmpty());
    String timeline = new String(bed.objects.get(new ObjectKeys(meeting).timeline()), UTF_8);
    assertThat(timeline).contains("\"text\":\"hello\"").contains("\"micros\":2000000");
  }

  private void eachCameraIsAFileOfItsOwn(MeetingId meeting) throws IOException {
    for (JsonNode track : manifest(meeting).path("tracks")) {
      JsonNode file = track.path("download");
      if (track.path("source").asText().equals("camera")) {
        String key = file.path("key").asText();
        boolean h264 = track.path("codec").asText().equals("video/H264");
        assertThat(key).endsWith(h264 ? ".mp4" : ".webm");
        List<TestDemuxer.Stream> streams =
            TestDemuxer.read(directory, h264 ? "f.mp4" : "f.webm", bed.objects.get(key));
        assertThat(streams)
            .extracting(TestDemuxer.Stream::codec)
            .containsExactly(h264 ? "h264" : "vp8", h264 ? "aac" : "opus");
        assertThat(streams.get(0).pictures()).hasSize((int) (LENGTH * 15 / 1_000_000));
        assertThat(file.path("durationMicros").asLong())
            .isBetween(LENGTH - 500_000, LENGTH + 100_000);
        assertThat(file.path("leftOutFrames").asInt()).isZero();
      } else {
        assertThat(file.isMissingNode()).isTrue();
      }
    }
  }

  /** Key to content hash of everything stored of a meeting. */
  private static Map<String, String> objects(MeetingId meeting) throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (var stat : bed.objects.list(new ObjectKeys(meeting).prefix())) {
      all.put(stat.key(), Sha256.of(bed.objects.get(stat.key())));
    }
    return all;
  }

  /** As the manifest has them, whatever the meeting is called. */
  private static List<String> hashes(MeetingId meeting) throws IOException {
    List<String> hashes = new ArrayList<>();
    for (JsonNode object : manifest(meeting).findParents("sha256")) {
      if (!object.path("key").asText().endsWith("timeline.jsonl")) {
        hashes.add(object.path("sha256").asText());
      }
    }
    return hashes;
  }
}
