package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.transcription.fixtures.FixtureDialogue.Segment;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * 1080p30 H.264 and stereo sound at 44.1 kHz, sent as Opus: from a publisher that nobody here wrote
 * through the forwarding unit to a browser, and into the recording.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkedExampleIT {
  private static final Path DIRECTORY = Path.of("target", "e2e", "worked").toAbsolutePath();

  /** Quieter than any voice, louder than what leaks into the other channel. */
  private static final double HEARD = 0.02;

  /** The codecs leave so much of a voice, and less than the other of what is somewhere else. */
  private static final double SAME = 0.8;

  /** Half a second, and how far around its place it is looked for, samples at 48 kHz. */
  private static final int PIECE = 24_000;

  private static final int SEARCHED = 48_000;

  private static final double OTHER = 0.3;

  /** A picture takes a while to the page, longer where the machine has much to do. */
  private static final double NEAR_MILLIS = 1_000;

  private static final double TOGETHER_MILLIS = 100;

  private ParleyProcess parley;
  private Studio studio;
  private JsonNode manifest;
  private Gathering.Presentation presentation;
  private double startEpochMillis;

  @BeforeAll
  void hold() throws Exception {
    Directories.empty(DIRECTORY);
    parley =
        ParleyProcess.up(
            DIRECTORY.resolve("data"),
            "--set",
            "recording.width=" + StudioSource.WIDTH,
            "--set",
            "recording.height=" + StudioSource.HEIGHT,
            "--set",
            "recording.video-bitrate=4000000");
    studio = Studio.hold(parley, DIRECTORY);
    Gathering gathering = studio.gathering;
    gathering.awaitReady();
    String meeting = "/meetings/" + gathering.meetingId;
    String startedAt = gathering.api(gathering.host, meeting).get("startedAt").asText();
    startEpochMillis = Instant.parse(startedAt).toEpochMilli();
    manifest = gathering.api(gathering.host, meeting + "/media/manifest.json");
    presentation = gathering.presentation(DIRECTORY.resolve("hls"));
  }

  @AfterAll
  void stop() {
    if (studio != null) {
      studio.close();
    }
    if (parley != null) {
      parley.close();
    }
  }

  @Test
  void theSubscriberSeesAllOfItAndHearsTwoChannels() {
    System.out.printf(
        Locale.ROOT,
        "the host saw %s, %.0f pictures in 8 s, heard left over right by %s and right over left%n",
        studio.seen,
        studio.decoded,
        studio.louder);
    assertThat(studio.seen.toString()).isEqualTo("[1920, 1080]");
    assertThat(studio.decoded).isGreaterThan(40);
    assertThat(studio.louder)
        .allSatisfy(more -> assertThat(((Number) more).doubleValue()).isGreaterThan(HEARD));
    assertThat(studio.looks).as("pictures that could be read").isNotEmpty();
  }

  @Test
  void theComposedRecordingHasItAtItsPlace() throws Exception {
    MediaFile.Facts facts = MediaFile.facts(presentation.whole());
    assertThat(List.of(facts.width(), facts.height()))
        .containsExactly(StudioSource.WIDTH, StudioSource.HEIGHT);
    List<Sight> sights = sights(presentation.whole(), 8);
    assertThat(sights).as("pictures with a counter").hasSizeGreaterThan(20);
    assertThat(sights.stream().filter(Sight::fills)).as("those it has to itself").isNotEmpty();
    requireInPlace("composed", sights, MediaFile.stereo(presentation.whole()));
  }

  @Test
  void theArchiveHasItAsItWasSent() throws Exception {
    Path camera = archived("camera");
    Path microphone = archived("microphone");
    MediaFile.Facts facts = MediaFile.facts(camera);
    System.out.printf(Locale.ROOT, "archived: %s%n", facts);
    assertThat(List.of(facts.width(), facts.height()))
        .containsExactly(StudioSource.WIDTH, StudioSource.HEIGHT);
    assertThat(MediaFile.decodeTrack(camera)).isEqualTo("h264");
    assertThat(facts.videoPictures() / facts.seconds())
        .as("pictures a second")
        .isBetween(29.0, 31.0);
    assertThat(MediaFile.decodeTrack(microphone)).isEqualTo("opus");
    requireInPlace("archived", sights(camera, 15), MediaFile.stereo(microphone));
  }

  /** The first file of the studio's track; the host's own camera is smaller and came later. */
  private Path archived(String source) throws Exception {
    JsonNode first = null;
    for (JsonNode track : manifest.get("tracks")) {
      if (track.get("source").asText().equals(source)) {
        JsonNode file = track.get("files").get(0);
        boolean earlier =
            first == null || file.get("firstMicros").asLong() < first.get("firstMicros").asLong();
        first = earlier ? file : first;
      }
    }
    assertThat(first).as(source).isNotNull();
    return studio.gathering.download(first, DIRECTORY);
  }

  /**
   * A counter in a file's picture.
   *
   * @param fills whether the studio's picture takes all of the file's
   */
  private record Sight(double millis, double positionMillis, boolean fills) {
    /** Where the dialogue begins in the file, by this picture, milliseconds. */
    double offset() {
      return millis - positionMillis;
    }
  }

  private static List<Sight> sights(Path file, int step) throws Exception {
    List<Sight> sights = new ArrayList<>();
    MediaFile.eachPicture(
        file,
        number -> number % step == 0,
        picture -> {
          OptionalInt value = Counter.read(picture.image(), StudioSource.HUE);
          if (value.isPresent()) {
            sights.add(
                new Sight(picture.micros() / 1e3, 10.0 * value.getAsInt(), fills(picture.image())));
          }
        });
    return sights;
  }

  private static boolean fills(BufferedImage image) {
    int margin = 24;
    return isHue(image.getRGB(margin, image.getHeight() / 4))
        && isHue(image.getRGB(image.getWidth() - margin, image.getHeight() / 4));
  }

  private static boolean isHue(int rgb) {
    return (rgb >> 16 & 255) > 180 && (rgb >> 8 & 255) < 80 && (rgb & 255) > 180;
  }

  /** Pictures are where the host saw them at the time, and each channel with its pictures. */
  private void requireInPlace(String what, List<Sight> sights, MediaFile.Stereo sound) {
    double live =
        median(
            studio.looks.stream()
                .map(
                    look ->
                        look.epochMillis()
                            - startEpochMillis
                            - look.positionMillis()
                            - nearest(sights, look.positionMillis()).offset())
                .toList());
    double left = afterPicture(what, sights, sound, sound.left(), sound.right(), Studio.LEFT);
    double right = afterPicture(what, sights, sound, sound.right(), sound.left(), Studio.RIGHT);
    System.out.printf(
        Locale.ROOT,
        "%s: left %.0f and right %.0f ms after the picture, which was seen live %.0f ms later%n",
        what,
        left,
        right,
        live);
    assertThat(live).as("live after " + what).isBetween(-NEAR_MILLIS, NEAR_MILLIS);
    assertThat(left).as("left after picture").isBetween(-TOGETHER_MILLIS, TOGETHER_MILLIS);
    assertThat(right).as("right after picture").isBetween(-TOGETHER_MILLIS, TOGETHER_MILLIS);
  }

  private static Sight nearest(List<Sight> sights, double positionMillis) {
    return sights.stream()
        .min(Comparator.comparingDouble(s -> Math.abs(s.positionMillis() - positionMillis)))
        .orElseThrow();
  }

  /**
   * How long after its pictures one channel has one person's turn, which the other has not. It is
   * looked for piece by piece beside the nearest picture: a sender that was held up for a moment
   * goes on where it was, later.
   */
  private double afterPicture(
      String what,
      List<Sight> sights,
      MediaFile.Stereo sound,
      short[] channel,
      short[] other,
      String person) {
    Segment turn =
        studio.dialogue.segments().stream()
            .filter(one -> one.speaker().equals(person) && one.startMs() > 10_000)
            .findFirst()
            .orElseThrow();
    short[] track = studio.dialogue.pcm48k(person);
    double begins = sound.startMicros() / 1e3;
    List<Correlation.Match> there = new ArrayList<>();
    List<Correlation.Match> leaked = new ArrayList<>();
    List<Double> after = new ArrayList<>();
    int first = (int) turn.startMs() * 48;
    for (int from = first; from + PIECE <= turn.endMs() * 48; from += PIECE) {
      short[] known = Arrays.copyOfRange(track, from, from + PIECE);
      double picture = nearest(sights, (from + PIECE / 2) / 48.0).offset();
      int centre = (int) ((picture - begins) * 48) + from;
      Correlation.Match match =
          Correlation.find(known, channel, centre - SEARCHED, centre + SEARCHED);
      int at = (int) match.lagSamples();
      there.add(match);
      leaked.add(Correlation.find(known, other, at - 480, at + 480));
      after.add(begins + (at - from) / 48.0 - picture);
    }
    double like = median(there.stream().map(Correlation.Match::coefficient).toList());
    double leak = median(leaked.stream().map(Correlation.Match::coefficient).toList());
    System.out.printf(
        Locale.ROOT,
        "%s, %s: likeness %.2f, in the other channel %.2f, %s ms after the picture%n",
        what,
        person,
        like,
        leak,
        after.stream().map(Math::round).toList());
    assertThat(like).as(person + " in " + what).isGreaterThan(SAME);
    assertThat(leak).as(person + " in the other channel").isLessThan(OTHER);
    return median(after);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
