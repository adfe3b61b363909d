package io.parley.web;

import static io.parley.web.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.storage.codec.MinutesCodec;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.codec.RoomTokenCodec;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.Minutes;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RecordingEvent;
import io.parley.storage.contract.RoomToken;
import io.parley.storage.contract.TrackId;
import io.parley.storage.contract.Word;
import io.parley.storage.search.IndexedUtterance;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One meeting, from the door to the minutes, as the web server lives through it. */
@ExtendWith(WebBedExtension.class)
class SpineIT {
  private static final long START = 1_795_000_000_000_000L;

  @Test
  void aMeetingFromTheDoorToTheMinutes(WebBed bed) throws Exception {
    Browser host = bed.browser().register("Hanna");
    JsonNode meeting =
        host.post("/api/v1/meetings", json("subject", "Release planning")).expect(201).json();
    String path = "/api/v1/meetings/" + meeting.path("id").asText();
    String invite = "/api/v1/invites/" + meeting.path("inviteCode").asText();
    assertThat(meeting.path("inviteUrl").asText())
        .isEqualTo("/m/" + meeting.path("inviteCode").asText());

    Browser guest = bed.browser().arrive();
    assertThat(guest.get(invite).expect(200).json().path("hostName").asText()).isEqualTo("Hanna");
    guest.post(invite + "/join", json("displayName", "Ann")).expect(422, "consent-required");
    JsonNode admission = join(guest, invite, "Ann");
    JsonNode hosts = join(host, invite, "Hanna");
    RoomTokenCodec tokens = new RoomTokenCodec(WebBed.SECRET, Clock.systemUTC());
    assertThat(tokens.verify(admission.path("token").asText()).grants())
        .containsExactlyInAnyOrder(
            RoomToken.Grant.JOIN, RoomToken.Grant.PUBLISH, RoomToken.Grant.SUBSCRIBE);
    assertThat(tokens.verify(hosts.path("token").asText()).grants())
        .contains(RoomToken.Grant.ADMIN, RoomToken.Grant.RECORD);
    assertThat(guest.arrive().get("/api/v1/me").json().path("guest").path("displayName").asText())
        .isEqualTo("Ann");

    MeetingId id = new MeetingId(meeting.path("id").asText());
    ParticipantId ann = new ParticipantId(admission.path("participantId").asText());
    bed.emit(new MeetingEvent.MeetingStarted(id, START, "Release planning", true));
    bed.emit(new MeetingEvent.ParticipantJoined(id, START + 10, ann, "Ann", null, false, 0x336699));
    try (LiveClient live = LiveClient.open(guest, id)) {
      assertThat(live.next("hello").path("recording").path("state").asText()).isIn("none", "live");
      live.send(json("type", "chat", "clientId", "k1", "text", " The budget is fine. "));
      JsonNode echo = live.next("chat");
      assertThat(echo.path("text").asText()).isEqualTo("The budget is fine.");
      assertThat(echo.path("clientId").asText()).isEqualTo("k1");
      assertThat(echo.path("displayName").asText()).isEqualTo("Ann");

      bed.emit(utterance(id, ann, 0, false, "we need"));
      JsonNode partial = live.next("caption");
      assertThat(partial.path("last").asBoolean()).isFalse();
      assertThat(partial.path("speaker").asText()).isEqualTo("Ann");
      bed.emit(utterance(id, ann, 1, true, "We need a budget."));
      assertThat(live.next("caption").path("text").asText()).isEqualTo("We need a budget.");

      bed.blobs.put(
          new ObjectKeys(id).hlsMaster(), "#EXTM3U\n".getBytes(StandardCharsets.UTF_8), "x/y");
      bed.emit(
          new RecordingEvent.SegmentStored(
              id, 0, new ObjectKeys(id).hlsSegment("video", 0), 0, 4_096_000, 10, 4_096_000));
      JsonNode progress =
          live.nextMatching("recording", m -> m.path("playableMicros").asLong() > 0);
      assertThat(progress.path("state").asText()).isEqualTo("live");
      JsonNode growing = guest.get(path + "/recording").expect(200).json();
      assertThat(growing.path("state").asText()).isEqualTo("live");
      guest.get(growing.path("hlsUrl").asText()).expect(200);

      try (LiveClient late = LiveClient.open(host, id)) {
        JsonNode hello = late.next("hello");
        assertThat(hello.path("captions").get(0).path("text").asText())
            .isEqualTo("We need a budget.");
        assertThat(hello.path("chat")).hasSize(1);
      }
      finish(bed, host, path, id, ann);
      live.next("meeting-ended");
      live.next("minutes-ready");
    }
    readAll(bed, guest, host, path, id);
  }

  private static void finish(WebBed bed, Browser host, String path, MeetingId id, ParticipantId ann)
      throws Exception {
    host.post(path + "/end", json()).expect(202);
    await().atMost(WebBed.SOON).until(() -> state(host, path).equals("processing"));
    ObjectKeys keys = new ObjectKeys(id);
    bed.blobs.put(
        keys.manifest(),
        """
        {"tracks": [{"trackId": "t", "participantId": "p", "source": "microphone",
                     "codec": "audio/opus", "fmtp": "", "files": []}]}
        """
            .getBytes(StandardCharsets.UTF_8),
        "application/json");
    bed.blobs.put(keys.recordingMp4(), new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, "video/mp4");
    bed.emit(new RecordingEvent.RecordingCompleted(id, 8_192_000, keys.manifest()));
    bed.emit(new RecordingEvent.TranscriptReady(id, "en", 1));
    bed.blobs.put(keys.minutes(1), MinutesCodec.encode(minutes(id, ann)), "application/json");
    bed.emit(new RecordingEvent.MinutesReady(id, 1, keys.minutes(1)));
    bed.index.upsert(
        List.of(
            new IndexedUtterance(
                id,
                Caption.Utterance.idOf(track(ann), 1_000_000),
                ann,
                "Ann",
                null,
                "Release planning",
                START,
                1_000_000,
                "We need a budget.")));
    await().atMost(WebBed.SOON).until(() -> state(host, path).equals("ready"));
    await().atMost(WebBed.SOON).until(() -> host.get(path + "/minutes").status() == 200);
  }

  private static void readAll(WebBed bed, Browser guest, Browser host, String path, MeetingId id)
      throws Exception {
    JsonNode recording = guest.get(path + "/recording").expect(200).json();
    assertThat(recording.path("tracks")).hasSize(1);
    Browser.Answer part =
        guest.get(recording.path("mp4Url").asText(), "Range", "bytes=2-4").expect(206);
    assertThat(part.bytes()).containsExactly(2, 3, 4);
    assertThat(part.headers()).containsEntry("content-range", "bytes 2-4/10");
    guest.get(recording.path("mp4Url").asText(), "Range", "bytes=10-").expect(416);

    JsonNode transcript = guest.get(path + "/transcript").expect(200).json();
    assertThat(transcript.path("complete").asBoolean()).isTrue();
    assertThat(transcript.path("utterances").get(0).path("speaker").asText()).isEqualTo("Ann");
    assertThat(guest.get(path + "/exports/captions.vtt").expect(200).text())
        .isEqualTo("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>We need a budget.\n\n");

    JsonNode found = guest.get("/api/v1/search?q=budget").expect(200).json();
    assertThat(found.path("total").asInt()).isEqualTo(1);
    assertThat(found.path("items").get(0).path("meetingId").asText()).isEqualTo(id.value());

    ObjectNode minutes = (ObjectNode) host.get(path + "/minutes").expect(200).json();
    guest.put(path + "/minutes", minutes).expect(403, "forbidden");
    minutes.put("title", "Planning the release");
    JsonNode edited = host.put(path + "/minutes", minutes).expect(200).json();
    assertThat(edited.path("version").asInt()).isEqualTo(2);
    assertThat(edited.path("editedBy").asText()).isEqualTo("Hanna");
    host.put(path + "/minutes", minutes).expect(409, "edited-meanwhile");
    assertThat(guest.get(path + "/minutes?version=1").json().path("title").asText())
        .isEqualTo("Release planning");
    assertThat(guest.get(path + "/minutes/versions").json().path("items")).hasSize(2);

    guest.delete(path).expect(403, "forbidden");
    host.delete(path).expect(204);
    host.get(path).expect(404, "not-found");
    assertThat(bed.blobs.list(new ObjectKeys(id).prefix())).isEmpty();
    assertThat(host.get("/api/v1/search?q=budget").json().path("total").asInt()).isZero();
    bed.blobs.put(new ObjectKeys(id).poster(), new byte[] {1}, "image/jpeg");
    bed.emit(new RecordingEvent.TranscriptReady(id, "en", 1));
    await().atMost(WebBed.SOON).until(() -> bed.blobs.list(new ObjectKeys(id).prefix()).isEmpty());
  }

  private static String state(Browser browser, String path) {
    return browser.get(path).expect(200).json().path("state").asText();
  }

  private static JsonNode join(Browser browser, String invite, String name) {
    return browser
        .post(invite + "/join", json("displayName", name, "consentToRecording", true))
        .expect(200)
        .json();
  }

  private static TrackId track(ParticipantId participant) {
    return new TrackId(participant.value() + ".microphone.1");
  }

  private static Caption.Utterance utterance(
      MeetingId id, ParticipantId who, int revision, boolean last, String text) {
    return new Caption.Utterance(
        id,
        Caption.Utterance.idOf(track(who), 1_000_000),
        track(who),
        who,
        revision,
        last,
        1_000_000,
        2_000_000,
        text,
        last ? List.of(new Word(text, 1_000_000, 2_000_000, 1)) : List.of(),
        "en",
        "demonstration",
        true);
  }

  private static Minutes minutes(MeetingId id, ParticipantId ann) {
    Minutes.Line line =
        new Minutes.Line("We need a budget.", "Ann", 1_000_000, List.of(track(ann) + "@1000000"));
    return new Minutes(
        id,
        1,
        "Release planning",
        START,
        8_192_000,
        "en",
        null,
        List.of(new Minutes.Attendee(ann, "Ann", 1_000_000, 1, 4)),
        List.of(line),
        List.of(),
        List.of(line),
        List.of(new Minutes.ActionItem(line, "Ann", null, null)),
        List.of(),
        List.of(new Minutes.Keyword("budget", 1)));
  }
}
