package io.parley.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * The meeting of the README: three people see and hear each other, one shares a screen, they chat,
 * captions run, and the recording is watched before the meeting ends. Keeps what was seen on the
 * way.
 */
final class PlannedMeeting implements AutoCloseable {
  static final String GREETING = "The slides are in the shared folder 幻灯片";

  final Story story;

  /** Pictures each person had of each other one when all were there, by person and tile. */
  final Map<String, Map<String, Integer>> firstFrames = new TreeMap<>();

  /** The same just before the end. */
  final Map<String, Map<String, Integer>> lastFrames = new TreeMap<>();

  /** Loudest sample a guest heard of each of the others. */
  Map<String, Number> loudness = Map.of();

  String captionWhileSpeaking = "";

  /** How far the recording was played while the meeting ran, seconds. */
  double watchedWhileRunning;

  private PlannedMeeting(Story story) {
    this.story = story;
  }

  /** From the first who registers until everything is ready. */
  static PlannedMeeting hold(ParleyProcess parley) throws Exception {
    Path shots = Path.of("target", "screenshots").toAbsolutePath();
    PlannedMeeting meeting = new PlannedMeeting(new Story(parley, "d2_budget", shots));
    try {
      meeting.hold();
      return meeting;
    } catch (RuntimeException | AssertionError e) {
      meeting.close();
      throw e;
    }
  }

  private void hold() {
    story.open("?raw=1", List.of());
    for (Person person : story.people.values()) {
      person.awaitOthersMoving(2);
      firstFrames.put(person.name(), person.framesOfOthers());
    }
    story.speak(List.copyOf(story.people.values()));
    Person guest = story.guests().get(0);

    story.awaitSpoken(9_000);
    captionWhileSpeaking = guest.awaitCaption();
    story.shot(story.host, "live-three-people");
    loudness = guest.loudnessOfOthers(14);

    guest.say(GREETING);
    story.host.awaitChat(GREETING);
    guest.at("toolbar-screen").click();
    story.host.at("screen-tile-" + idOf(guest)).waitFor();
    story.awaitSpoken(34_000);
    story.shot(story.host, "live-screen-share");
    guest.at("toolbar-screen").click();

    watchedWhileRunning = watchFromTheStart();
    story.awaitSpoken(story.dialogue.durationMs() + 1_000);
    for (Person person : story.people.values()) {
      lastFrames.put(person.name(), person.framesOfOthers());
    }
    // Last, for axe keeps the page busy for seconds.
    HostDialogs dialogs = new HostDialogs(story.host, story.shots);
    dialogs.limitBitRates();
    dialogs.makeStreamingKey();
    story.host.endMeeting();
    story.awaitReady();
    // The cameras are drawn for as long as their pages are open.
    for (Person each : story.guests()) {
      each.context().browser().close();
    }
    story.host.go("/");
  }

  /**
   * While the meeting runs its recording plays from the start, in a browser of its own: a second
   * page would put the host's first into the background, where its camera would all but stand
   * still.
   */
  private double watchFromTheStart() {
    BrowserContext visitor =
        story
            .chromium
            .launch()
            .newContext(
                new Browser.NewContextOptions()
                    .setStorageState(story.host.context().storageState())
                    .setViewportSize(1280, 800));
    Page page = visitor.newPage();
    page.navigate(story.parley.url() + "/meetings/" + story.meetingId);
    Person.awaitTrue(
        page,
        """
        () => {
          const video = document.querySelector('[data-testid=player-video]');
          if (!video) return false;
          if (video.paused) { video.muted = true; video.currentTime = 0; video.play().catch(() => {}); }
          return video.currentTime > 2;
        }
        """,
        "");
    double watched =
        ((Number)
                page.evaluate(
                    "() => document.querySelector('[data-testid=player-video]').currentTime"))
            .doubleValue();
    page.screenshot(
        new Page.ScreenshotOptions().setPath(story.shots.resolve("player-while-running.png")));
    visitor.browser().close();
    return watched;
  }

  private String idOf(Person person) {
    JsonNode all =
        story.api(story.host, "/meetings/" + story.meetingId + "/participants").get("items");
    return StreamSupport.stream(all.spliterator(), false)
        .filter(each -> each.get("displayName").asText().equals(person.name()))
        .map(each -> each.get("participantId").asText())
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    story.close();
  }
}
