package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.transcription.fixtures.FixtureDialogue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A recording beside the dialogue that was spoken in the meeting: where each turn and each picture
 * counter stands in it.
 */
final class Recorded {
  /** How far a turn may be from where the wall clock has it and still be found. */
  private static final int SEARCHED_SAMPLES = 48_000;

  /** Of so many pictures some neighbours are looked at. */
  private static final int PICTURE_STEP = 6;

  private static final int NEIGHBOURS = 3;

  private final FixtureDialogue dialogue;
  private final double spokenFromMillis;
  private final short[] sound;
  private final List<Sighting> sightings;

  private Recorded(
      FixtureDialogue dialogue, double spokenFromMillis, short[] sound, List<Sighting> sightings) {
    this.dialogue = dialogue;
    this.spokenFromMillis = spokenFromMillis;
    this.sound = sound;
    this.sightings = sightings;
  }

  /**
   * @param spokenFromMillis when the dialogue began, on the clock of the recording
   */
  static Recorded of(
      Path file, FixtureDialogue dialogue, double spokenFromMillis, Collection<Person> people)
      throws Exception {
    List<Sighting> sightings = new ArrayList<>();
    Map<Person, OptionalInt> before = new HashMap<>();
    MediaFile.eachPicture(
        file,
        number -> number % PICTURE_STEP < NEIGHBOURS,
        picture -> {
          for (Person person : people) {
            OptionalInt counter = Counter.read(picture.image(), person.hue());
            OptionalInt last = Objects.requireNonNullElse(before.put(person, counter), counter);
            boolean neighbour = picture.number() % PICTURE_STEP > 0;
            if (counter.isPresent()) {
              sightings.add(
                  new Sighting(
                      person,
                      picture.micros() / 1e3,
                      counter.getAsInt() * 10.0,
                      neighbour && last.isPresent() && !last.equals(counter)));
            }
          }
        });
    return new Recorded(dialogue, spokenFromMillis, MediaFile.sound(file).samples(), sightings);
  }

  /**
   * Somebody's picture with a readable counter.
   *
   * @param millis where in the recording
   * @param positionMillis of the dialogue, by the counter
   * @param fresh nobody could have seen it earlier: the picture before shows another
   */
  record Sighting(Person person, double millis, double positionMillis, boolean fresh) {}

  /**
   * A turn as found in the recording's sound.
   *
   * @param coefficient 1 when it is the same sound
   * @param offsetMillis where the dialogue begins in the recording, by this turn
   * @param lateMillis how long after the moment it was spoken, by the wall clock
   */
  record Turn(
      FixtureDialogue.Segment spoken, double coefficient, double offsetMillis, double lateMillis) {
    boolean found() {
      return coefficient > 0.6;
    }
  }

  double soundMillis() {
    return sound.length / 48.0;
  }

  List<Sighting> sightings(Person person) {
    return sightings.stream().filter(sighting -> sighting.person() == person).toList();
  }

  /**
   * Looks for all turns somebody took within a part of the dialogue.
   *
   * @param fromMillis of the dialogue
   * @param toMillis of the dialogue
   */
  List<Turn> turns(Person person, double fromMillis, double toMillis) {
    short[] track = dialogue.pcm48k(person.name());
    return dialogue.segments().stream()
        .filter(turn -> turn.speaker().equals(person.name()))
        .filter(turn -> turn.startMs() >= fromMillis && turn.endMs() <= toMillis)
        .parallel()
        .map(turn -> find(turn, track, spokenFromMillis + turn.startMs()))
        .toList();
  }

  private Turn find(FixtureDialogue.Segment turn, short[] track, double expectedMillis) {
    short[] known = Arrays.copyOfRange(track, (int) turn.startMs() * 48, (int) turn.endMs() * 48);
    int centre = (int) (expectedMillis * 48);
    Correlation.Match match =
        Correlation.find(known, sound, centre - SEARCHED_SAMPLES, centre + SEARCHED_SAMPLES);
    return new Turn(
        turn,
        match.coefficient(),
        match.lagMillis() - turn.startMs(),
        match.lagMillis() - expectedMillis);
  }

  /** Turns that were found, one at least, stand where they were spoken. */
  static void requireInPlace(Person person, List<Turn> turns) {
    List<Turn> found = turns.stream().filter(Turn::found).toList();
    assertThat(found)
        .as("%s in %s", person.name(), turns)
        .isNotEmpty()
        .allSatisfy(turn -> assertThat(turn.lateMillis()).isBetween(-100.0, 100.0));
    System.out.printf(
        Locale.ROOT,
        "%s: sound after the wall clock, ms: %s%n",
        person.name(),
        found.stream().map(turn -> Math.round(turn.lateMillis())).toList());
  }

  /**
   * Somebody's picture is with the sound that belongs to it; prints how far apart they are.
   *
   * @param readable so many pictures, or more, must show a counter that can be read
   */
  void requireInStep(Person person, String codec, List<Turn> turns, int readable) {
    double[] after = picturesAfterSound(person, turns);
    assertThat(after.length).as("%s's counter can be read", person.name()).isGreaterThan(readable);
    System.out.printf(
        Locale.ROOT,
        "%s (%s): picture after sound, ms: median %.0f, range %.0f…%.0f, n=%d%n",
        person.name(),
        codec,
        after[after.length / 2],
        after[0],
        after[after.length - 1],
        after.length);
    assertThat(after[after.length / 2]).as(person.name()).isBetween(-100.0, 100.0);
  }

  /**
   * By how many milliseconds each picture somebody made during a turn that was found first appears
   * after the sound that belongs to it; sorted.
   */
  private double[] picturesAfterSound(Person person, List<Turn> turns) {
    return turns.stream()
        .filter(Turn::found)
        .flatMapToDouble(
            turn ->
                sightings(person).stream()
                    .filter(Sighting::fresh)
                    .filter(s -> s.positionMillis() > turn.spoken().startMs())
                    .filter(s -> s.positionMillis() < turn.spoken().endMs())
                    .mapToDouble(s -> s.millis() - s.positionMillis() - turn.offsetMillis()))
        .sorted()
        .toArray();
  }
}
