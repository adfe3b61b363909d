package io.parley.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * A meeting that does not go smoothly: Alice sends H.264, Bob sends VP9 until his browser is killed
 * in the middle of a sentence, Victor sends AV1 and comes late, and the broker is killed while
 * people speak. And what an outsider gets of it afterwards.
 */
final class UnevenMeeting implements AutoCloseable {
  static final Map<String, String> CODECS = Map.of("Alice", "h264", "Bob", "vp9", "Victor", "av1");
  static final String GREETING = "The certificate form is in the shared folder";

  /** Of the dialogue: Alice speaks, Victor has come in. */
  private static final long BROKER_KILL_MILLIS = 22_000;

  /**
   * Of the dialogue. Bob says "I saw the same problem last week. We should …" from 35.9 to 40.5.
   */
  private static final long KILL_MILLIS = 38_400;

  private static final long END_MILLIS = 50_000;

  final Story story;
  final Person alice;
  final Person bob;
  final Person victor;
  private final Path directory;
  private double victorSpeaksFromMillis;
  private double bobKilledAtMillis;

  private UnevenMeeting(ParleyProcess parley, Path directory) throws Exception {
    this.directory = directory;
    story = new Story(parley, "d1_standup", Path.of("target", "screenshots").toAbsolutePath());
    alice = story.people.get("Alice");
    bob = story.people.get("Bob");
    victor = story.people.get("Victor");
  }

  /** From the first who registers to the end; the recording need not be ready yet. */
  static UnevenMeeting hold(ParleyProcess parley, Path directory) throws Exception {
    UnevenMeeting meeting = new UnevenMeeting(parley, directory);
    try {
      meeting.hold();
      return meeting;
    } catch (Exception | AssertionError e) {
      meeting.close();
      throw e;
    }
  }

  private void hold() {
    Function<Person, String> query = person -> "?codec=" + CODECS.get(person.name());
    story.open(query, List.of(victor));
    alice.awaitOthersMoving(1);
    bob.awaitOthersMoving(1);
    story.speak(List.of(alice, bob));
    bob.say(GREETING);

    List<String> saidBefore = awaitFinalCaption();
    victor.join(story.link, query.apply(victor));
    seesWhatWasSaid(saidBefore);
    victor.awaitChat(GREETING);
    victor.speakFrom(story.spokenFromEpochMillis);
    victorSpeaksFromMillis = victor.position();
    alice.awaitOthersMoving(2);
    victor.awaitOthersMoving(2);

    story.awaitSpoken(BROKER_KILL_MILLIS);
    story.parley.killBroker();

    story.awaitSpoken(KILL_MILLIS);
    Locator bobAtAlice = alice.at("tile-" + idOf("Bob"));
    Locator bobAtVictor = victor.at("tile-" + idOf("Bob"));
    bobAtAlice.waitFor();
    bobAtVictor.waitFor();
    bobKilledAtMillis = bob.position();
    story.chromium.kill(bob.context().browser());
    Locator.WaitForOptions gone =
        new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED).setTimeout(60_000);
    bobAtAlice.waitFor(gone);
    bobAtVictor.waitFor(gone);

    story.awaitSpoken(END_MILLIS);
    alice.endMeeting();
    victor.context().browser().close();
  }

  /** Waits until something was said to its end; ids of what Alice saw of that. */
  @SuppressWarnings("unchecked")
  private List<String> awaitFinalCaption() {
    alice.at("caption-line").and(alice.page().locator("[data-last=true]")).first().waitFor();
    return (List<String>)
        alice
            .page()
            .evaluate(
                """
                () => [...document.querySelectorAll('[data-testid=caption-line][data-last=true]')]
                  .map(line => line.dataset.utterance)
                """);
  }

  /** Victor was not there when it was said. */
  private void seesWhatWasSaid(List<String> utterances) {
    Person.awaitTrue(
        victor.page(),
        """
            ids => [...document.querySelectorAll('[data-testid=caption-line]')]
              .some(line => ids.includes(line.dataset.utterance))
            """,
        utterances);
  }

  private List<JsonNode> items(String path) {
    JsonNode all = story.api(alice, "/meetings/" + story.meetingId + path).get("items");
    return StreamSupport.stream(all.spliterator(), false).toList();
  }

  private String idOf(String name) {
    return items("/participants").stream()
        .filter(each -> each.get("displayName").asText().equals(name))
        .map(each -> each.get("participantId").asText())
        .findFirst()
        .orElseThrow();
  }

  /** From where in the dialogue on somebody was heard. */
  double fromMillis(Person person) {
    return person == victor ? victorSpeaksFromMillis : 0;
  }

  /** Until where in the dialogue somebody was heard. */
  double toMillis(Person person) {
    return person == bob ? bobKilledAtMillis : (double) END_MILLIS;
  }

  /**
   * What an outsider gets when the meeting is over.
   *
   * @param spokenFromMillis when the dialogue began, on the meeting's clock
   * @param turns what each person said, as found in the recording's sound
   */
  record Outcome(
      JsonNode meeting,
      JsonNode transcript,
      JsonNode manifest,
      List<JsonNode> participants,
      List<JsonNode> chat,
      Gathering.Presentation presentation,
      Recorded recorded,
      double spokenFromMillis,
      Map<Person, List<Recorded.Turn>> turns) {

    JsonNode participant(String name) {
      return participants.stream()
          .filter(each -> each.get("displayName").asText().equals(name))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Waits until all is ready, and fetches it. */
  Outcome outcome() throws Exception {
    story.awaitReady();
    JsonNode meeting = story.api(alice, "/meetings/" + story.meetingId);
    double startEpochMillis = Instant.parse(meeting.get("startedAt").asText()).toEpochMilli();
    double spokenFromMillis = story.spokenFromEpochMillis - startEpochMillis;
    Gathering.Presentation presentation = story.presentation(directory.resolve("hls"));
    Recorded recorded =
        Recorded.of(presentation.whole(), story.dialogue, spokenFromMillis, story.people.values());
    Map<Person, List<Recorded.Turn>> turns = new HashMap<>();
    for (Person person : story.people.values()) {
      turns.put(person, recorded.turns(person, fromMillis(person), toMillis(person)));
    }
    return new Outcome(
        meeting,
        story.api(alice, "/meetings/" + story.meetingId + "/transcript"),
        story.api(alice, "/meetings/" + story.meetingId + "/media/manifest.json"),
        items("/participants"),
        items("/chat"),
        presentation,
        recorded,
        spokenFromMillis,
        turns);
  }

  /** A file the manifest names. */
  Path download(JsonNode file) throws Exception {
    return story.download(file, directory);
  }

  @Override
  public void close() {
    story.close();
  }
}
