package io.parley.web;

import static io.parley.web.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.storage.contract.UserId;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of visitor against every route of a meeting, for every visibility. */
@ExtendWith(WebBedExtension.class)
class AccessMatrixIT {
  /** What a route asks for: S see the meeting, F follow it or see content, C content, H host. */
  private static final Map<String, String> ROUTES = new LinkedHashMap<>();

  static {
    ROUTES.put("GET /meetings/{id}", "S");
    ROUTES.put("GET /meetings/{id}/participants", "F");
    ROUTES.put("GET /meetings/{id}/chat", "F");
    ROUTES.put("GET /meetings/{id}/recording", "C");
    ROUTES.put("GET /meetings/{id}/media/{path}", "C");
    ROUTES.put("GET /meetings/{id}/transcript", "C");
    ROUTES.put("GET /meetings/{id}/minutes", "C");
    ROUTES.put("GET /meetings/{id}/minutes/versions", "C");
    ROUTES.put("GET /meetings/{id}/exports/minutes.md", "C");
    ROUTES.put("GET /meetings/{id}/exports/minutes.pdf", "C");
    ROUTES.put("GET /meetings/{id}/exports/minutes.docx", "C");
    ROUTES.put("GET /meetings/{id}/exports/captions.vtt", "C");
    ROUTES.put("GET /meetings/{id}/exports/captions.srt", "C");
    ROUTES.put("GET /meetings/{id}/exports/recording.mp4", "C");
    ROUTES.put("GET /meetings/{id}/exports/people/{trackId}", "C");
    ROUTES.put("PATCH /meetings/{id}", "H");
    ROUTES.put("PUT /meetings/{id}/minutes", "H");
    ROUTES.put("POST /meetings/{id}/end", "H");
    ROUTES.put("POST /meetings/{id}/streaming-keys", "H");
    ROUTES.put("DELETE /meetings/{id}", "H");
  }

  private static int runs;

  /** Which of the rights each visitor has, by visibility; L is the live socket. */
  @ParameterizedTest
  @CsvSource({
    "participants, SFCLH, SFCL, SFL, '', SFCL, '', ''",
    "host,         SFCLH, SFL,  SFL, '', SFL,  '', ''",
    "link,         SFCLH, SFCL, SFCL, SFC, SFCL, SFC, SFC",
  })
  void everyVisitorGetsWhatTheMatrixSays(
      String visibility,
      String host,
      String participant,
      String admitted,
      String other,
      String guest,
      String guestOfOther,
      String anonymous,
      WebBed bed)
      throws Exception {
    String run = "x" + ++runs;
    Cast cast = Cast.of(bed, visibility, run);
    check(cast, "participant", cast.participant, participant);
    check(cast, "admitted, never came", cast.admitted, admitted);
    check(cast, "other account", cast.other, other);
    check(cast, "guest", cast.guest, guest);
    check(cast, "guest of another meeting", cast.guestOfOther, guestOfOther);
    check(cast, "anonymous", bed.browser().arrive(), anonymous);
    check(cast, "host", cast.meeting.host, host);
  }

  @Test
  void theMatrixCoversEveryRouteOfAMeeting(WebBed bed) {
    List<String> ofMeetings =
        bed.web.apiRoutes().stream().filter(route -> route.contains(" /meetings/{id}")).toList();
    assertThat(ROUTES.keySet()).containsExactlyInAnyOrderElementsOf(ofMeetings);
  }

  @Test
  void anUnknownMeetingLooksLikeAForbiddenOne(WebBed bed) {
    Browser account = bed.browser().register("Nosy");
    for (String id : List.of("m-nowhere", "%C3%A4", "x".repeat(200))) {
      String path = "/api/v1/meetings/" + id + "/recording";
      bed.browser().get(path).expect(401, "login-required");
      account.get(path).expect(404, "not-found");
    }
  }

  @Test
  void nothingChangesWithoutTheCsrfTokenOfTheSession(WebBed bed) {
    Browser account = bed.browser().register("Careless");
    Browser stranger = bed.browser().arrive();
    for (String route : bed.web.apiRoutes()) {
      String method = route.substring(0, route.indexOf(' '));
      if (method.equals("GET")) {
        continue;
      }
      String path =
          "/api/v1" + route.substring(route.indexOf(' ') + 1).replaceAll("\\{\\w+}", "m-any");
      for (String token : List.of("", "nonsense", stranger.csrf())) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(bed.base().resolve(path))
                .header("Content-Type", "application/json")
                .header("X-CSRF-Token", token)
                .method(method, HttpRequest.BodyPublishers.ofString("{}"));
        account.send(request, path).expect(403, "csrf");
      }
    }
  }

  private static void check(Cast cast, String who, Browser visitor, String rights) {
    for (Map.Entry<String, String> route : ROUTES.entrySet()) {
      if (route.getKey().equals("PUT /meetings/{id}/minutes") && rights.contains("H")) {
        assertThat(call(cast, visitor, route.getKey(), minutesOf(cast)).status()).isEqualTo(200);
        continue;
      }
      if (route.getKey().startsWith("DELETE") && rights.contains("H")) {
        live(cast, visitor, true, who);
      }
      Browser.Answer answer = call(cast, visitor, route.getKey(), json());
      boolean allowed = rights.contains(route.getValue());
      String what = who + ": " + route.getKey() + " → " + answer.status();
      if (allowed) {
        assertThat(answer.status()).as(what).isIn(200, 204, 409);
      } else if (rights.contains("S")) {
        assertThat(answer.status()).as(what).isEqualTo(403);
      } else {
        assertThat(answer.status()).as(what).isEqualTo(who.equals("anonymous") ? 401 : 404);
      }
    }
    if (!rights.contains("H")) {
      live(cast, visitor, rights.contains("L"), who);
    }
  }

  private static void live(Cast cast, Browser visitor, boolean allowed, String who) {
    if (allowed) {
      assertThatCode(() -> LiveClient.open(visitor, cast.meeting.id).close())
          .as(who + ": live socket")
          .doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> LiveClient.open(visitor, cast.meeting.id))
          .as(who + ": live socket")
          .hasMessageContaining("WebSocketHandshakeException");
    }
  }

  private static ObjectNode minutesOf(Cast cast) {
    return (ObjectNode) cast.meeting.host.get(cast.meeting.path + "/minutes").expect(200).json();
  }

  private static Browser.Answer call(Cast cast, Browser visitor, String route, ObjectNode body) {
    String path =
        cast.meeting.path
            + route
                .substring(route.indexOf("{id}") + "{id}".length())
                .replace("{path}", "hls/master.m3u8")
                .replace("{trackId}", TestMeeting.CAMERA);
    return switch (route.substring(0, route.indexOf(' '))) {
      case "GET" -> visitor.get(path);
      case "PATCH" -> visitor.patch(path, body);
      case "PUT" -> visitor.put(path, body);
      case "POST" -> visitor.post(path, body);
      default -> visitor.delete(path);
    };
  }

  /** The people of one run: a meeting that is over, and another one. */
  private record Cast(
      TestMeeting meeting,
      Browser participant,
      Browser admitted,
      Browser other,
      Browser guest,
      Browser guestOfOther) {

    static Cast of(WebBed bed, String visibility, String run) throws Exception {
      Browser host = bed.browser().register("Host" + run);
      TestMeeting meeting =
          TestMeeting.create(
              bed, host, json("subject", "Matrix", "recordingVisibility", visibility));
      Browser participant = bed.browser().register("Part" + run);
      Browser admitted = bed.browser().register("Adm" + run);
      Browser other = bed.browser().register("Other" + run);
      Browser guest = bed.browser().arrive();
      Browser guestOfOther = bed.browser().arrive();
      TestMeeting.create(bed, other, json("subject", "Another")).join(guestOfOther, "Gus");
      meeting.start();
      var user = new UserId(participant.get("/api/v1/me").json().at("/user/id").asText());
      meeting.attend(meeting.join(participant, "Part"), "Part", user);
      meeting.attend(meeting.join(guest, "Gwen"), "Gwen", null);
      meeting.join(admitted, "Adm");
      meeting.end();
      meeting.complete();
      return new Cast(meeting, participant, admitted, other, guest, guestOfOther);
    }
  }
}
