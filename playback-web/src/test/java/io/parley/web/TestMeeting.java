package io.parley.web;

import static io.parley.web.Browser.json;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.storage.codec.MinutesCodec;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.Minutes;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RecordingEvent;
import io.parley.storage.contract.TrackId;
import io.parley.storage.contract.UserId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A meeting of a test: made through the API, brought to life through the log. */
final class TestMeeting {
  static final long START = 1_795_000_000_000_000L;
  static final String CAMERA = "p-anna.camera.1";

  /** As the recording job writes it, as far as this module reads it. */
  private static final String MANIFEST =
      """
      {"v": 1, "people": [{"participantId": "p-anna", "name": "Anna Ågren"}], "tracks": [
        {"trackId": "p-anna.microphone.1", "participantId": "p-anna", "source": "microphone",
         "codec": "audio/opus", "fmtp": "", "files": []},
        {"trackId": "%s", "participantId": "p-anna", "source": "camera", "codec": "video/H264",
         "fmtp": "", "files": [], "download": {"key": "%s", "bytes": 20, "sha256": "00",
         "startMicros": 1000000, "durationMicros": 8000000, "leftOutFrames": 0}}]}
      """;

  final WebBed bed;
  final Browser host;
  final MeetingId id;
  final String path;
  final String invite;

  private TestMeeting(WebBed bed, Browser host, JsonNode meeting) {
    this.bed = bed;
    this.host = host;
    this.id = new MeetingId(meeting.path("id").asText());
    this.path = "/api/v1/meetings/" + id;
    this.invite = "/api/v1/invites/" + meeting.path("inviteCode").asText();
  }

  static TestMeeting create(WebBed bed, Browser host, ObjectNode plan) {
    return new TestMeeting(bed, host, host.post("/api/v1/meetings", plan).expect(201).json());
  }

  ParticipantId join(Browser browser, String name) {
    return new ParticipantId(
        browser
            .post(invite + "/join", json("displayName", name, "consentToRecording", true))
            .expect(200)
            .json()
            .path("participantId")
            .asText());
  }

  void start() throws Exception {
    bed.emit(new MeetingEvent.MeetingStarted(id, START, "s", true));
    await().atMost(WebBed.SOON).until(() -> state().equals("live"));
  }

  void attend(ParticipantId who, String name, UserId user) throws Exception {
    bed.emit(new MeetingEvent.ParticipantJoined(id, START + 1, who, name, user, false, 0xff8800));
    await().atMost(WebBed.SOON).until(() -> bed.catalogue.participants().find(id, who).isPresent());
  }

  void end() throws Exception {
    bed.emit(
        new MeetingEvent.MeetingEnded(id, START + 9_000_000, MeetingEvent.EndReason.HOST_ENDED));
    await().atMost(WebBed.SOON).until(() -> state().equals("processing"));
  }

  /** Stores what the jobs would, and says so in the log. */
  void complete() throws Exception {
    ObjectKeys keys = new ObjectKeys(id);
    bed.blobs.put(keys.hlsMaster(), "#EXTM3U\n".getBytes(StandardCharsets.UTF_8), "x/y");
    bed.blobs.put(keys.recordingMp4(), new byte[10], "video/mp4");
    String camera = keys.personFile(new TrackId(CAMERA), ObjectKeys.Container.MP4);
    bed.blobs.put(camera, new byte[20], "video/mp4");
    String manifest = MANIFEST.formatted(CAMERA, camera);
    bed.blobs.put(keys.manifest(), manifest.getBytes(StandardCharsets.UTF_8), "application/json");
    bed.blobs.put(keys.minutes(1), MinutesCodec.encode(minutes()), "application/json");
    bed.emit(new RecordingEvent.MinutesReady(id, 1, keys.minutes(1)));
    bed.emit(new RecordingEvent.RecordingCompleted(id, 9_000_000, keys.manifest()));
    await().atMost(WebBed.SOON).until(() -> state().equals("ready"));
  }

  String state() {
    return bed.catalogue.meetings().find(id).orElseThrow().state().wireName();
  }

  Minutes minutes() {
    return new Minutes(
        id, 1, "Title", START, 9_000_000, "en", null, List.of(), List.of(), List.of(), List.of(),
        List.of(), List.of(), List.of());
  }
}
