package io.parley.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ViewportSize;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Somebody at a browser: does what a person does, by what a person sees. */
final class Person {
  private static final int CAPTION_LETTERS = 12;

  /** Machines on which three browsers, an SFU and the jobs share two cores do need it. */
  private static final double PATIENCE_MILLIS = 60_000;

  /** By default Playwright looks at every frame, and so makes a page draw sixty a second. */
  private static final double LOOK_AGAIN_MILLIS = 100;

  private final String name;
  private final Color hue;
  private final String base;
  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  /**
   * @param track what this person says: a file that browsers can decode
   * @param hue colour of the markers in this person's camera picture
   * @param window drawing it costs as much as all else a browser does in a meeting
   */
  Person(Browser browser, String base, String name, byte[] track, Color hue, ViewportSize window)
      throws IOException {
    this.name = name;
    this.hue = hue;
    this.base = base;
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setLocale("en-GB")
                .setViewportSize(window)
                .setPermissions(List.of("camera", "microphone")));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    context.addInitScript(script());
    context.route(
        "**/__fixture/audio",
        route -> route.fulfill(new Route.FulfillOptions().setBodyBytes(track)));
    byte[] worker = resource("fixture-worker.js");
    context.route(
        "**/__fixture/worker.js",
        route ->
            route.fulfill(
                new Route.FulfillOptions().setContentType("text/javascript").setBodyBytes(worker)));
    page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
  }

  private String script() throws IOException {
    String parameters =
        String.format(
            Locale.ROOT,
            "{hue: '#%06x', name: '%s'}",
            hue.getRGB() & 0xffffff,
            name.replace("'", ""));
    return new String(resource("fixture-media.js"), StandardCharsets.UTF_8)
        .replace("__PARAMETERS__", parameters);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Person.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  String name() {
    return name;
  }

  Color hue() {
    return hue;
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  /** What the page's console and scripts complained about. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  Locator at(String testId) {
    return page.getByTestId(testId);
  }

  void go(String path) {
    page.navigate(path.startsWith("http") ? path : base + path);
  }

  void register(String email, String password) {
    go("/register");
    at("register-email").fill(email);
    at("register-name").fill(name);
    at("register-password").fill(password);
    at("register-submit").click();
    at("new-meeting").first().waitFor();
  }

  /** Creates a meeting and gives back its invitation link, copied from the page. */
  String createMeeting(String subject) {
    at("new-meeting").first().click();
    at("new-subject").fill(subject);
    at("new-create").click();
    return at("created-dialog").getByTestId("copy-link").getAttribute("data-link");
  }

  /** Opens the link, waits for camera and microphone, agrees, and goes in. */
  void join(String link, String query) {
    go(link + query);
    if (at("prejoin-name").inputValue().isEmpty()) {
      at("prejoin-name").fill(name);
    }
    at("prejoin-preview").waitFor();
    awaitTrue(page, "() => window.__fixture.ready()", "");
    if (at("prejoin-consent").count() > 0) {
      at("prejoin-consent").check();
    }
    at("prejoin-join").click();
    at("toolbar").waitFor();
  }

  /** Starts with the track at a moment of the wall clock. */
  void speakFrom(long epochMillis) {
    page.evaluate("at => window.__fixture.start(at)", (double) epochMillis);
  }

  /** Waits until an expression is true in a page. */
  static void awaitTrue(Page page, String expression, Object argument) {
    page.waitForFunction(
        expression,
        argument,
        new Page.WaitForFunctionOptions()
            .setPollingInterval(LOOK_AGAIN_MILLIS)
            .setTimeout(PATIENCE_MILLIS));
  }

  /** Waits for a caption of more than a word or two; the speaker's name and what is said so far. */
  String awaitCaption() {
    return (String)
        page.waitForFunction(
                """
                least => [...document.querySelectorAll('[data-testid=caption-line]')]
                  .filter(line => line.querySelector('.caption-text').innerText.length >= least)
                  .map(line => line.innerText)[0]
                """,
                CAPTION_LETTERS,
                new Page.WaitForFunctionOptions()
                    .setPollingInterval(LOOK_AGAIN_MILLIS)
                    .setTimeout(PATIENCE_MILLIS))
            .jsonValue();
  }

  /** Where in its track this person is, milliseconds; 0 before it began. */
  double position() {
    return ((Number) page.evaluate("() => window.__fixture.positionMillis()")).doubleValue();
  }

  /** Waits until this person's track has come to this moment of it. */
  void awaitPosition(long millis) {
    page.waitForFunction(
        "until => window.__fixture.positionMillis() >= until",
        (double) millis,
        new Page.WaitForFunctionOptions()
            .setPollingInterval(LOOK_AGAIN_MILLIS)
            .setTimeout(millis + PATIENCE_MILLIS));
  }

  /** Waits until this many others are seen with a moving picture. */
  void awaitOthersMoving(int others) {
    awaitTrue(
        page,
        """
        count => {
          const tiles = [...document.querySelectorAll('[data-testid^=tile-][data-self=false] video')];
          window.__frames ??= new WeakMap();
          const moving = tiles.filter(v => {
            const now = v.getVideoPlaybackQuality().totalVideoFrames;
            const first = window.__frames.get(v) ?? now;
            window.__frames.set(v, first);
            return now - first >= 15;
          });
          return moving.length >= count;
        }
        """,
        others);
  }

  /** Waits until the server knows the clock of this person's sound. */
  void awaitClockKnown() {
    awaitTrue(page, "() => window.__fixture.clockKnown()", "");
  }

  /**
   * Pictures shown of each of the others since this was asked for the first time, by tile. A tile
   * that moves to another place of the page gets another video element, which counts from zero: so
   * they are looked at four times a second and added up.
   */
  @SuppressWarnings("unchecked")
  Map<String, Integer> framesOfOthers() {
    return (Map<String, Integer>)
        page.evaluate(
            """
            () => {
              const tiles = () => [...document.querySelectorAll('[data-testid^=tile-][data-self=false]')];
              if (!window.__shown) {
                const shown = (window.__shown = {});
                const before = new WeakMap();
                const look = () => tiles().forEach(tile => {
                  const id = tile.dataset.testid;
                  shown[id] ??= 0;
                  const video = tile.querySelector('video');
                  if (video) {
                    const now = video.getVideoPlaybackQuality().totalVideoFrames;
                    const last = before.get(video) ?? 0;
                    shown[id] += now >= last ? now - last : now;
                    before.set(video, now);
                  }
                });
                look();
                setInterval(look, 250);
              }
              return Object.fromEntries(tiles().map(t => [t.dataset.testid, window.__shown[t.dataset.testid] ?? 0]));
            }
            """);
  }

  /** Loudest sample heard from each of the others within some seconds, by what the page plays. */
  @SuppressWarnings("unchecked")
  Map<String, Number> loudnessOfOthers(int seconds) {
    return (Map<String, Number>)
        page.evaluate(
            """
            async seconds => {
              const context = new AudioContext();
              const found = {};
              const meters = [...document.querySelectorAll('audio[data-testid^=audio-]')].map(a => {
                const analyser = new AnalyserNode(context, { fftSize: 2048 });
                new MediaStreamAudioSourceNode(context, { mediaStream: a.srcObject }).connect(analyser);
                return { id: a.dataset.testid, analyser };
              });
              const samples = new Float32Array(2048);
              const end = performance.now() + seconds * 1000;
              while (performance.now() < end) {
                for (const { id, analyser } of meters) {
                  analyser.getFloatTimeDomainData(samples);
                  found[id] = Math.max(found[id] ?? 0, ...samples.map(Math.abs));
                }
                await new Promise(done => setTimeout(done, 40));
              }
              await context.close();
              return found;
            }
            """,
            seconds);
  }

  void say(String text) {
    if (!at("chat-input").isVisible()) {
      at("toolbar-chat").click();
    }
    at("chat-input").fill(text);
    at("chat-send").click();
  }

  void awaitChat(String text) {
    if (!at("chat-input").isVisible()) {
      at("toolbar-chat").click();
    }
    at("chat-message").filter(new Locator.FilterOptions().setHasText(text)).first().waitFor();
  }

  void endMeeting() {
    at("toolbar-leave").click();
    at("end-meeting").click();
    Locator confirm = at("confirm-action");
    confirm.click();
    at("toolbar").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
  }

  void screenshot(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }
}
