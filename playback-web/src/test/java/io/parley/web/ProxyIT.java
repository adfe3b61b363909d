package io.parley.web;

import static io.parley.web.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.catalogue.AuditLog;
import io.parley.storage.contract.AddressSet;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who asks, behind reverse proxies that are known and before people who claim to be one. */
@ExtendWith(WebBedExtension.class)
class ProxyIT {
  private static final String FORWARDED = "X-Forwarded-For";
  private static final AddressSet DOCUMENTATION = AddressSet.of(List.of("203.0.113.0/24"));

  @Test
  void behindAKnownProxyTheClientIsSlowedDownAndWrittenDown(WebBed bed) throws Exception {
    WebConfig.Trust trust = new WebConfig.Trust(AddressSet.LOOPBACK, AddressSet.LOOPBACK);
    try (WebServer web = bed.startTrusting("proxied", trust)) {
      Browser guesser = at(web).arrive();
      for (int i = 0; i < 50; i++) {
        logIn(guesser, "proxied-" + i, "203.0.113.9").expect(401, "wrong-credentials");
      }
      logIn(guesser, "proxied-50", "203.0.113.9").expect(429, "too-many-attempts");
      logIn(guesser, "proxied-51", "198.51.100.1, 203.0.113.9").expect(429, "too-many-attempts");
      logIn(guesser, "proxied-52", "203.0.113.9, 127.0.0.2").expect(429, "too-many-attempts");
      logIn(guesser, "proxied-53", "203.0.113.10").expect(401, "wrong-credentials");
      assertThat(addressOf(bed, "proxied-0")).isEqualTo("203.0.113.9");
      assertThat(addressOf(bed, "proxied-51")).isEqualTo("203.0.113.9");
      assertThat(addressOf(bed, "proxied-53")).isEqualTo("203.0.113.10");
    }
  }

  @Test
  void aHeaderFromSomebodyElseIsNotBelieved(WebBed bed) throws Exception {
    logIn(bed.browser().arrive(), "forged-1", "198.51.100.2").expect(401, "wrong-credentials");
    assertThat(addressOf(bed, "forged-1")).isEqualTo("127.0.0.1");
    WebConfig.Trust elsewhere = new WebConfig.Trust(DOCUMENTATION, AddressSet.LOOPBACK);
    try (WebServer web = bed.startTrusting("proxied-elsewhere", elsewhere)) {
      logIn(at(web).arrive(), "forged-2", "198.51.100.2, 203.0.113.9")
          .expect(401, "wrong-credentials");
      assertThat(addressOf(bed, "forged-2")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void metricsAreForThisMachineUnlessSaidOtherwise(WebBed bed) throws Exception {
    for (String path : List.of("/metrics", "/api/v1/metrics")) {
      bed.browser().get(path).expect(200);
      bed.browser().get(path, FORWARDED, "127.0.0.1").expect(403, "forbidden");
      bed.browser().get(path, "Forwarded", "for=127.0.0.1").expect(403, "forbidden");
    }
    WebConfig.Trust behindProxy = new WebConfig.Trust(AddressSet.LOOPBACK, DOCUMENTATION);
    try (WebServer web = bed.startTrusting("metrics-proxied", behindProxy)) {
      at(web).get("/metrics", FORWARDED, "203.0.113.9").expect(200);
      at(web).get("/metrics", FORWARDED, "203.0.113.9, 198.51.100.2").expect(403, "forbidden");
      at(web).get("/metrics").expect(403, "forbidden");
    }
  }

  private static Browser at(WebServer web) {
    return new Browser(URI.create("http://127.0.0.1:" + web.port()));
  }

  private static Browser.Answer logIn(Browser browser, String who, String forwarded) {
    return browser.send(
        HttpRequest.newBuilder(browser.base().resolve("/api/v1/session"))
            .header("X-CSRF-Token", browser.csrf())
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    json("email", who + "@example.org", "password", "a wrong one").toString())),
        "/api/v1/session",
        FORWARDED,
        forwarded);
  }

  private static String addressOf(WebBed bed, String who) {
    return bed.catalogue.audit().latest(200).stream()
        .filter(entry -> entry.detail().equals(who + "@example.org"))
        .map(AuditLog.Entry::address)
        .findFirst()
        .orElseThrow();
  }
}
