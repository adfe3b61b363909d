package io.parley.web;

import static io.parley.web.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Registering, signing in and out, and what stands in the way of guessing. */
@ExtendWith(WebBedExtension.class)
class AccountIT {

  @Test
  void wrongRegistrationsSayWhatIsWrong(WebBed bed) {
    Browser browser = bed.browser().register("Original");
    String good = "a good long password";
    browser
        .post("/api/v1/accounts", account("ORIGINAL@example.org", "N", good))
        .expect(422, "email-taken");
    browser.post("/api/v1/accounts", account("nobody", "N", good)).expect(422, "email-invalid");
    browser.post("/api/v1/accounts", account("n@e.org", "", good)).expect(422, "required");
    browser
        .post("/api/v1/accounts", account("n@e.org", "N", "123456789"))
        .expect(422, "password-too-short");
    browser
        .post("/api/v1/accounts", account("n@e.org", "N", "aaaaaaaaaaaa"))
        .expect(422, "password-too-simple");
    JsonNode problem =
        browser
            .post("/api/v1/accounts", account("n@e.org", "N", "x1".repeat(300)))
            .expect(422, "password-too-long")
            .json();
    assertThat(problem.at("/fields/password").asText()).isEqualTo("password-too-long");
  }

  @Test
  void bodiesThatAreNoJsonObjectsAreRefused(WebBed bed) {
    Browser browser = bed.browser().arrive();
    for (String body : new String[] {"", "[1]", "{", "null"}) {
      browser
          .send(raw(bed, browser, body, "application/json"), "/api/v1/session")
          .expect(400, "malformed-json");
    }
    browser
        .send(raw(bed, browser, "{}", "text/plain"), "/api/v1/session")
        .expect(415, "json-expected");
    browser
        .send(
            raw(bed, browser, "{\"email\":\"" + "x".repeat(3 << 20) + "\"}", "application/json"),
            "/api/v1/session")
        .expect(413, "too-large");
  }

  @Test
  void signingInAndOutChangesTheSession(WebBed bed) {
    Browser browser = bed.browser().register("Sam");
    String first = browser.sessionCookie().orElseThrow();
    assertThat(browser.get("/api/v1/me").json().at("/user/displayName").asText()).isEqualTo("Sam");
    browser.delete("/api/v1/session").expect(204);
    assertThat(browser.sessionCookie().orElseThrow()).isNotEqualTo(first);
    assertThat(browser.arrive().get("/api/v1/me").json().path("user").isNull()).isTrue();
    browser
        .post("/api/v1/session", json("email", "SAM@EXAMPLE.ORG", "password", "correct horse Sam"))
        .expect(200);
    browser.arrive();
    assertThat(browser.get("/api/v1/me").json().at("/user/email").asText())
        .isEqualTo("sam@example.org");

    Browser thief = new Browser(bed.base());
    HttpRequest.Builder replay =
        HttpRequest.newBuilder(bed.base().resolve("/api/v1/me"))
            .header("Cookie", "parley_session=" + first);
    assertThat(thief.send(replay, "/api/v1/me").json().path("user").isNull()).isTrue();
  }

  @Test
  void theCookieIsKeptFromScriptsAndOtherSites(WebBed bed) {
    Browser browser = bed.browser();
    String cookie = browser.get("/api/v1/me").headers().get("set-cookie");
    assertThat(cookie)
        .contains("parley_session=")
        .contains("HttpOnly")
        .contains("SameSite=Lax")
        .contains("Path=/");
  }

  @Test
  void guessingIsSlowedDownPerAccountAlsoWhereThereIsNone(WebBed bed) {
    for (String email : new String[] {"guessed@example.org", "nobody-at-all@example.org"}) {
      Browser browser = bed.browser();
      if (email.startsWith("guessed")) {
        bed.browser().register("Guessed");
      }
      browser.arrive();
      var wrong = json("email", email, "password", "wrong password");
      for (int i = 0; i < 10; i++) {
        browser.post("/api/v1/session", wrong).expect(401, "wrong-credentials");
      }
      Browser.Answer refused =
          browser.post("/api/v1/session", wrong).expect(429, "too-many-attempts");
      assertThat(Long.parseLong(refused.headers().get("retry-after"))).isBetween(1L, 901L);
    }
    Browser right = bed.browser().arrive();
    right
        .post(
            "/api/v1/session",
            json("email", "guessed@example.org", "password", "correct horse Guessed"))
        .expect(429, "too-many-attempts");
  }

  @Test
  void whereRegistrationIsClosedNobodyRegisters(WebBed bed) throws Exception {
    bed.browser().register("Somebody");
    WebConfig.Rules closed =
        new WebConfig.Rules(false, Duration.ofDays(1), null, Duration.ofMinutes(2));
    try (WebServer web = bed.startAnother("closed", closed, null)) {
      Browser browser = new Browser(java.net.URI.create("http://127.0.0.1:" + web.port())).arrive();
      assertThat(browser.get("/api/v1/me").json().path("registrationOpen").asBoolean()).isFalse();
      browser
          .post("/api/v1/accounts", account("x@example.org", "X", "a good long password"))
          .expect(403, "registration-closed");
    }
  }

  @Test
  void onlyTheFirstAccountMayLookAtTheStatus(WebBed bed) {
    Browser someone = bed.browser().register("Someone");
    boolean admin = someone.get("/api/v1/me").json().at("/user/admin").asBoolean();
    someone.get("/api/v1/admin/status").expect(admin ? 200 : 403);
    bed.browser().register("Someoneelse").get("/api/v1/admin/status").expect(403, "forbidden");
    bed.browser().get("/api/v1/admin/status").expect(401, "login-required");
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode account(
      String email, String name, String password) {
    return json("email", email, "displayName", name, "password", password);
  }

  private static HttpRequest.Builder raw(WebBed bed, Browser browser, String body, String type) {
    return HttpRequest.newBuilder(bed.base().resolve("/api/v1/session"))
        .header("X-CSRF-Token", browser.csrf())
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }
}
