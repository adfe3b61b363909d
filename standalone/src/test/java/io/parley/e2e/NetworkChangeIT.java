package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ViewportSize;
import io.parley.sfu.browser.NetworkNamespace;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Somebody comes from one network into another in mid-call: both sides go on by themselves. */
class NetworkChangeIT {
  private static final Path DIRECTORY = Path.of("target", "e2e", "network-change").toAbsolutePath();
  private static final ViewportSize WINDOW = new ViewportSize(960, 600);

  /** The tone: longer than all that is waited for together. */
  private static final int SECONDS = 120;

  private static final int CHANGES = 3;

  /** Until the picture of the other moves again, as a rule; other work may share the machine. */
  private static final double MOST_MILLIS = 5_000;

  /** Pages of other addresses than loopback get no camera otherwise, unless over HTTPS. */
  private static final String TRUSTED = "--unsafely-treat-insecure-origin-as-secure=";

  /** Looks at the other's picture all the time, from now on. */
  private static final String WATCH =
      """
      () => {
        const video = () => document.querySelector('[data-testid^=tile-][data-self=false] video');
        const frames = () => video()?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
        clearInterval(window.__watch?.timer);
        const watch = (window.__watch = { at: performance.now(), frames: frames(), outage: 0, since: 0 });
        watch.timer = setInterval(() => {
          const now = frames();
          if (now === watch.frames) return;
          const gap = performance.now() - watch.at;
          if (gap > 1000) Object.assign(watch, { outage: Math.max(watch.outage, gap), since: 0 });
          watch.since += 1;
          Object.assign(watch, { at: performance.now(), frames: now });
        }, 20);
      }
      """;

  @Test
  void peopleSeeAndHearEachOtherAgainAfterAnAddressWasReplaced() throws Exception {
    Directories.empty(DIRECTORY);
    try (NetworkNamespace network = NetworkNamespace.createOrSkip()) {
      String host = network.machine().getHostAddress();
      try (ParleyProcess parley = up(host);
          Chromium chromium = new Chromium()) {
        Path inside = network.wrap(Chromium.executable(), DIRECTORY);
        List<String> flags = List.of(TRUSTED + parley.url());
        byte[] tone = SteadyTone.wav(SECONDS);
        Person stays =
            new Person(
                chromium.launch(Chromium.executable(), flags),
                parley.url(),
                "Stella",
                tone,
                Color.MAGENTA,
                WINDOW);
        Person moves =
            new Person(
                chromium.launch(inside, flags), parley.url(), "Mo", tone, Color.GREEN, WINDOW);
        meet(stays, moves);
        List<Double> outages = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
          for (Person each : List.of(stays, moves)) {
            each.page().evaluate(WATCH);
          }
          network.replaceAddress();
          for (Person each : List.of(stays, moves)) {
            double millis = outageMillis(each.page());
            System.out.printf(
                Locale.ROOT, "%s sees the other again after %.0f ms%n", each.name(), millis);
            outages.add(millis);
          }
        }
        Collections.sort(outages);
        assertThat(outages.get(outages.size() / 2)).as("of %s", outages).isLessThan(MOST_MILLIS);
        for (Person each : List.of(stays, moves)) {
          each.speakFrom(System.currentTimeMillis());
        }
        for (Person each : List.of(stays, moves)) {
          assertThat(each.framesOfOthers()).as("tiles of " + each.name()).hasSize(1);
          assertThat(each.loudnessOfOthers(2).values())
              .as("what %s hears", each.name())
              .singleElement()
              .satisfies(peak -> assertThat(peak.doubleValue()).isGreaterThan(0.02));
        }
      }
    }
  }

  private static ParleyProcess up(String host) throws Exception {
    return ParleyProcess.up(
        DIRECTORY.resolve("data"),
        "--without",
        "jobs",
        "--set",
        "web.host=" + host,
        "--set",
        "sfu.host=" + host,
        "--set",
        "sfu.udp-host=" + host);
  }

  private static void meet(Person stays, Person moves) {
    stays.register("stella@example.org", "correct horse battery");
    String link = stays.createMeeting("On the way");
    stays.join(link, "");
    moves.join(link, "");
    for (Person each : List.of(stays, moves)) {
      each.awaitOthersMoving(1);
      each.speakFrom(System.currentTimeMillis());
    }
  }

  /** Waits for an outage and its end; how long it was. */
  private static double outageMillis(Page page) {
    Person.awaitTrue(page, "() => window.__watch.outage > 0 && window.__watch.since > 10", "");
    return ((Number) page.evaluate("() => window.__watch.outage")).doubleValue();
  }
}
