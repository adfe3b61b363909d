package io.parley.web;

import static io.parley.web.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.contract.RecordingEvent;
import java.net.http.HttpRequest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bytes of a meeting: ranges, caching, and nothing outside the meeting's prefix. */
@ExtendWith(WebBedExtension.class)
class MediaIT {

  @Test
  void objectsAreServedWholeAndInParts(WebBed bed) throws Exception {
    TestMeeting meeting = live(bed, "Media1");
    byte[] segment = new byte[300_000];
    new Random(1).nextBytes(segment);
    bed.blobs.put(new ObjectKeys(meeting.id).hlsSegment("video", 3), segment, "x/y");
    String url = meeting.path + "/media/hls/video/00000003.m4s";

    Browser.Answer whole = meeting.host.get(url).expect(200);
    assertThat(whole.bytes()).isEqualTo(segment);
    assertThat(whole.headers())
        .containsEntry("content-type", "video/iso.segment")
        .containsEntry("content-length", "300000")
        .containsEntry("accept-ranges", "bytes")
        .containsEntry("cache-control", "private, max-age=31536000, immutable")
        .doesNotContainKey("content-encoding");

    Browser.Answer part = meeting.host.get(url, "Range", "bytes=100000-100009").expect(206);
    assertThat(part.bytes()).isEqualTo(java.util.Arrays.copyOfRange(segment, 100_000, 100_010));
    assertThat(part.headers())
        .containsEntry("content-range", "bytes 100000-100009/300000")
        .containsEntry("content-length", "10");
    assertThat(meeting.host.get(url, "Range", "bytes=-5").expect(206).bytes()).hasSize(5);
    assertThat(meeting.host.get(url, "Range", "bytes=0-1,5-6").expect(200).bytes())
        .hasSize(300_000);
    Browser.Answer beyond = meeting.host.get(url, "Range", "bytes=300000-").expect(416);
    assertThat(beyond.headers()).containsEntry("content-range", "bytes */300000");
    assertThat(beyond.code()).isEqualTo("range-not-satisfiable");

    String etag = whole.headers().get("etag");
    assertThat(meeting.host.get(url, "If-None-Match", etag).expect(304).bytes()).isEmpty();
    meeting.host.get(url, "If-Range", etag, "Range", "bytes=0-0").expect(206);
    meeting.host.get(url, "If-Range", "\"old\"", "Range", "bytes=0-0").expect(200);
  }

  @Test
  void headSaysHowLongWithoutSending(WebBed bed) throws Exception {
    TestMeeting meeting = live(bed, "Media2");
    bed.blobs.put(new ObjectKeys(meeting.id).mixedAudio(), new byte[77], "audio/mp4");
    String url = meeting.path + "/media/audio.m4a";
    Browser.Answer head =
        meeting.host.send(
            HttpRequest.newBuilder(bed.base().resolve(url))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()),
            "/elsewhere");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.bytes()).isEmpty();
    assertThat(head.headers()).containsEntry("content-length", "77");
  }

  @Test
  void growingPlaylistsAreNotCached(WebBed bed) throws Exception {
    TestMeeting meeting = live(bed, "Media3");
    bed.blobs.put(new ObjectKeys(meeting.id).hlsMedia("video"), new byte[3], "x/y");
    Browser.Answer playlist = meeting.host.get(meeting.path + "/media/hls/video.m3u8").expect(200);
    assertThat(playlist.headers())
        .containsEntry("content-type", "application/vnd.apple.mpegurl")
        .containsEntry("cache-control", "private, no-cache");
  }

  @Test
  void nothingOutsideTheMeetingIsServed(WebBed bed) throws Exception {
    TestMeeting meeting = live(bed, "Media4");
    TestMeeting other = live(bed, "Media5");
    bed.blobs.put(new ObjectKeys(other.id).poster(), new byte[] {1}, "image/jpeg");
    for (String path :
        new String[] {
          "%2e%2e/" + other.id + "/poster.jpg",
          "..%2f" + other.id + "%2fposter.jpg",
          "x/%2e%2e/%2e%2e/" + other.id + "/poster.jpg",
          "%2fmeetings/" + other.id + "/poster.jpg",
          "a%00b",
          "minutes/0001.json",
          "nothing.here"
        }) {
      Browser.Answer answer = meeting.host.get(meeting.path + "/media/" + path);
      assertThat(answer.status()).as(path).isIn(400, 404);
    }
  }

  @Test
  void aViewingIsOneEntryInTheAuditLog(WebBed bed) throws Exception {
    TestMeeting meeting = live(bed, "Media6");
    bed.blobs.put(new ObjectKeys(meeting.id).hlsMaster(), new byte[3], "x/y");
    for (int i = 0; i < 3; i++) {
      meeting.host.get(meeting.path + "/media/hls/master.m3u8").expect(200);
    }
    assertThat(bed.catalogue.audit().latest(100))
        .filteredOn(entry -> meeting.id.equals(entry.meetingId()))
        .filteredOn(entry -> entry.action().equals("recording-viewed"))
        .hasSize(1);
  }

  @Test
  void exportsAreNamedAndCaptionsOfARunningMeetingAreWrittenOnTheFly(WebBed bed) throws Exception {
    TestMeeting meeting = live(bed, "Media7");
    var name = meeting.join(meeting.host, "Hanna");
    bed.catalogue
        .transcripts()
        .put(
            new io.parley.storage.contract.Caption.Utterance(
                meeting.id,
                "u1",
                new io.parley.storage.contract.TrackId("t"),
                name,
                1,
                true,
                3_723_004_000L,
                3_724_000_000L,
                "A <b> & c",
                java.util.List.of(),
                "en",
                "m",
                true),
            "Ha<nna");
    Browser.Answer vtt = meeting.host.get(meeting.path + "/exports/captions.vtt").expect(200);
    assertThat(vtt.text())
        .isEqualTo("WEBVTT\n\n01:02:03.004 --> 01:02:04.000\n<v Ha&lt;nna>A &lt;b&gt; &amp; c\n\n");
    assertThat(vtt.headers().get("content-disposition"))
        .isEqualTo(
            "attachment; filename=\"captions.vtt\";"
                + " filename*=UTF-8''%E9%A2%84%E7%AE%97%20Media7%20-%20captions.vtt");
    assertThat(meeting.host.get(meeting.path + "/exports/captions.srt").expect(200).text())
        .isEqualTo("1\n01:02:03,004 --> 01:02:04,000\nA <b> & c\n\n");
    meeting.host.get(meeting.path + "/exports/recording.mp4").expect(404, "not-ready");
    meeting.host.get(meeting.path + "/minutes").expect(404, "not-ready");
  }

  @Test
  void eachPersonsFileIsListedAndNamedAfterThePerson(WebBed bed) throws Exception {
    TestMeeting meeting = live(bed, "Media8");
    String url = meeting.path + "/exports/people/";
    meeting.host.get(url + TestMeeting.CAMERA).expect(404, "not-ready");
    meeting.end();
    meeting.complete();

    JsonNode tracks =
        meeting.host.get(meeting.path + "/recording").expect(200).json().path("tracks");
    assertThat(tracks.get(0).has("download")).isFalse();
    JsonNode file = tracks.get(1).path("download");
    assertThat(file.path("url").asText()).isEqualTo(url + TestMeeting.CAMERA);
    assertThat(file.path("container").asText()).isEqualTo("mp4");

    Browser.Answer whole = meeting.host.get(file.path("url").asText()).expect(200);
    assertThat(whole.bytes()).hasSize(20);
    assertThat(whole.headers())
        .containsEntry("content-type", "video/mp4")
        .containsEntry(
            "content-disposition",
            "attachment; filename=\"camera.mp4\"; filename*=UTF-8''"
                + "%E9%A2%84%E7%AE%97%20Media8%20-%20Anna%20%C3%85gren%20camera.mp4");
    meeting.host.get(url + TestMeeting.CAMERA, "Range", "bytes=5-9").expect(206);
    meeting.host.get(url + "p-anna.microphone.1").expect(404, "not-ready");
    meeting.host.get(url + "..%2fmanifest.json").expect(404);
    assertThat(bed.catalogue.audit().latest(100))
        .filteredOn(entry -> meeting.id.equals(entry.meetingId()))
        .anyMatch(entry -> entry.action().equals("exported"));
  }

  private static TestMeeting live(WebBed bed, String host) throws Exception {
    TestMeeting meeting =
        TestMeeting.create(bed, bed.browser().register(host), json("subject", "预算 " + host));
    meeting.start();
    bed.emit(
        new RecordingEvent.SegmentStored(
            meeting.id, 0, new ObjectKeys(meeting.id).hlsSegment("video", 0), 0, 1, 1, 1));
    return meeting;
  }
}
