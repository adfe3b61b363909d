package io.parley.web;

import static io.parley.web.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.storage.catalogue.AuditLog;
import io.parley.storage.codec.RoomTokenCodec;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RoomToken;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The way in: links, guests, consent, coming back, and meetings as their host plans them. */
@ExtendWith(WebBedExtension.class)
class InviteIT {

  @Test
  void anUnknownLinkLeadsNowhere(WebBed bed) {
    Browser browser = bed.browser().arrive();
    browser.get("/api/v1/invites/nope").expect(404, "invite-unknown");
    browser
        .post("/api/v1/invites/nope/join", json("displayName", "A"))
        .expect(404, "invite-unknown");
  }

  @Test
  void guestsComeInOnlyWhereTheyAreAllowed(WebBed bed) {
    Browser host = bed.browser().register("Strict");
    TestMeeting meeting =
        TestMeeting.create(
            bed, host, json("subject", "S", "guestsAllowed", false, "recording", false));
    Browser guest = bed.browser().arrive();
    guest
        .post(meeting.invite + "/join", json("displayName", "Gus"))
        .expect(403, "guests-not-allowed");
    Browser account = bed.browser().register("Member");
    account.post(meeting.invite + "/join", json("displayName", "Mem")).expect(200);
    assertThat(account.get("/api/v1/me").json().path("guest").isNull()).isTrue();
  }

  @Test
  void whoComesBackIsTheSameParticipantAndNobodyElseIs(WebBed bed) {
    Browser host = bed.browser().register("Returning");
    TestMeeting meeting = TestMeeting.create(bed, host, json("subject", "S"));
    Browser guest = bed.browser().arrive();
    ParticipantId first = meeting.join(guest, "Gus");
    ObjectNode again =
        json("displayName", "Gus", "consentToRecording", true, "rejoinParticipantId", first);
    again.put("rejoinParticipantId", first.value());
    assertThat(guest.post(meeting.invite + "/join", again).expect(200).json().path("participantId"))
        .isEqualTo(Browser.JSON.valueToTree(first.value()));
    host.post(meeting.invite + "/join", again).expect(403, "not-your-participant");
    bed.browser()
        .arrive()
        .post(meeting.invite + "/join", again)
        .expect(403, "not-your-participant");
    again.put("rejoinParticipantId", "../../etc");
    guest.post(meeting.invite + "/join", again).expect(403, "not-your-participant");
    ParticipantId hosts = meeting.join(host, "H");
    again.put("rejoinParticipantId", hosts.value());
    host.post(meeting.invite + "/join", again).expect(200);
    assertThat(meeting.join(host, "H")).isNotEqualTo(hosts);
  }

  @Test
  void aMeetingThatIsOverLetsNobodyIn(WebBed bed) throws Exception {
    Browser host = bed.browser().register("Done");
    TestMeeting meeting = TestMeeting.create(bed, host, json("subject", "S"));
    host.post(meeting.path + "/end", json()).expect(409, "meeting-not-live");
    meeting.start();
    host.delete(meeting.path).expect(409, "meeting-live");
    meeting.end();
    host.post(meeting.path + "/end", json()).expect(409, "meeting-over");
    host.post(meeting.invite + "/join", json("displayName", "H", "consentToRecording", true))
        .expect(410, "meeting-over");
  }

  @Test
  void aHostGivesKeysToEncodersWhoAreParticipantsOfTheirOwn(WebBed bed) throws Exception {
    Browser host = bed.browser().register("Streamer");
    TestMeeting meeting = TestMeeting.create(bed, host, json("subject", "S"));
    String keys = meeting.path + "/streaming-keys";
    host.post(keys, json("displayName", "Stage")).expect(422, "consent-required");
    ObjectNode stage = json("displayName", "Stage", "consentToRecording", true);
    var key = host.post(keys, stage).expect(201).json();
    assertThat(key.path("whipUrl").asText()).startsWith("http").endsWith("/v1/whip");
    assertThat(key.path("whepUrl").asText()).endsWith("/v1/whep");
    var token =
        new RoomTokenCodec(WebBed.SECRET, Clock.systemUTC()).verify(key.path("token").asText());
    assertThat(token.meetingId()).isEqualTo(meeting.id);
    assertThat(token.displayName()).isEqualTo("Stage");
    assertThat(token.grants()).doesNotContain(RoomToken.Grant.ADMIN, RoomToken.Grant.RECORD);
    assertThat(host.post(keys, stage).expect(201).json().path("participantId"))
        .isNotEqualTo(key.path("participantId"));
  }

  @Test
  void hostsPlanAndChangeMeetings(WebBed bed) {
    Browser host = bed.browser().register("Planner");
    String meetings = "/api/v1/meetings";
    host.post(meetings, json("subject", "  ")).expect(422, "required");
    host.post(meetings, json("subject", "x".repeat(201))).expect(422, "too-long");
    host.post(meetings, json("subject", "S", "startsAt", "soon")).expect(422, "not-a-time");
    host.post(meetings, json("subject", "S", "recording", "yes"))
        .expect(422, "true-or-false-expected");
    host.post(meetings, json("subject", "S", "recordingVisibility", "all"))
        .expect(422, "unknown-visibility");
    host.post(
            meetings,
            json(
                "subject",
                "S",
                "startsAt",
                "2026-03-04T10:00:00Z",
                "endsAt",
                "2026-03-04T09:00:00Z"))
        .expect(422, "ends-before-start");
    TestMeeting meeting =
        TestMeeting.create(
            bed, host, json("subject", "Budget 预算", "startsAt", "2026-03-04T10:00:00+01:00"));
    var changed =
        host.patch(
                meeting.path, json("recordingVisibility", "host", "endsAt", "2026-03-04T10:00:00Z"))
            .expect(200)
            .json();
    assertThat(changed.path("subject").asText()).isEqualTo("Budget 预算");
    assertThat(changed.path("startsAt").asText()).isEqualTo("2026-03-04T09:00:00Z");
    assertThat(changed.path("recordingVisibility").asText()).isEqualTo("host");
    assertThat(host.patch(meeting.path, json("endsAt", null)).json().path("endsAt").isNull())
        .isTrue();
  }

  @Test
  void theLibraryIsPagedAndFiltered(WebBed bed) {
    Browser host = bed.browser().register("Collector");
    for (int i = 0; i < 31; i++) {
      TestMeeting.create(bed, host, json("subject", "Weekly " + i));
    }
    var first = host.get("/api/v1/meetings").expect(200).json();
    assertThat(first.path("items")).hasSize(30);
    var second = host.get("/api/v1/meetings?page=" + first.path("nextPage").asText()).json();
    assertThat(second.path("items")).hasSize(1);
    assertThat(second.path("nextPage").isNull()).isTrue();
    assertThat(host.get("/api/v1/meetings?q=weekly%2030").json().path("items")).hasSize(1);
    assertThat(host.get("/api/v1/meetings?state=live").json().path("items")).isEmpty();
    host.get("/api/v1/meetings?state=odd").expect(422, "unknown-state");
    host.get("/api/v1/meetings?page=-1").expect(422, "no-such-page");
    bed.browser().get("/api/v1/meetings").expect(401, "login-required");
  }

  @Test
  void consentReachesTheLogAndTheDoorIsAudited(WebBed bed) {
    Browser host = bed.browser().register("Auditor");
    TestMeeting meeting = TestMeeting.create(bed, host, json("subject", "S"));
    MeetingId id = meeting.id;
    meeting.join(host, "H");
    bed.browser().register("Intruder").get(meeting.path).expect(404);
    assertThat(bed.catalogue.audit().latest(50))
        .filteredOn(entry -> id.equals(entry.meetingId()))
        .extracting(AuditLog.Entry::action)
        .containsExactly("refused", "join", "meeting-created");
    await()
        .atMost(WebBed.SOON)
        .until(() -> bed.catalogue.meetings().find(id).orElseThrow().activityEpochMicros() > 0);
  }
}
