package io.parley.bench.sfu;

import io.parley.bench.load.AudioShape;
import io.parley.bench.load.MediaShape;
import io.parley.bench.load.VideoShape;
import io.parley.bench.unit.Unit;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who sends what to whom.
 *
 * @param meetings at the same time, all alike
 * @param publishers in each meeting
 * @param listeners in each meeting, who only receive
 * @param everybodyReceives whether publishers receive each other
 * @param media what the publisher of that number sends, from 0
 * @param loss share of packets lost, each way, of every peer
 */
public record Scenario(
    String name,
    int meetings,
    int publishers,
    int listeners,
    boolean everybodyReceives,
    IntFunction<MediaShape> media,
    double loss) {
  private static final AudioShape SPEECH = new AudioShape(80, true);
  private static final AudioShape SILENCE = new AudioShape(80, false);
  private static final VideoShape HD = new VideoShape(1280, 720, 30, 1_500_000, 1);
  private static final VideoShape HD_SIMULCAST = new VideoShape(1280, 720, 30, 1_500_000, 3);
  private static final VideoShape TILE = new VideoShape(640, 360, 30, 500_000, 1);
  private static final VideoShape SMALL_TILE = new VideoShape(640, 360, 15, 300_000, 1);
  private static final int SPEAKING_OF_A_HUNDRED = 3;
  private static final int MOST_CONNECTIONS = 2_000;
  private static final double TWO_PERCENT = 0.02;

  public Scenario {
    if (meetings < 1 || publishers < 1 || listeners < 0) {
      throw new IllegalArgumentException("nobody is there: " + name);
    }
    if (!everybodyReceives && listeners == 0) {
      throw new IllegalArgumentException("nobody receives anything: " + name);
    }
  }

  /** All that are run if none is named, in the order of the report. */
  public static List<Scenario> all() {
    return List.of(
        oneTo("1-to-20", 20, HD, 0),
        oneTo("1-to-200", 200, HD, 0),
        meetings("10x10", 1, 10, TILE),
        meetings("20x4", 20, 4, SMALL_TILE),
        meetings("50x4", 50, 4, SMALL_TILE),
        new Scenario(
            "audio-100",
            1,
            100,
            0,
            true,
            i -> new MediaShape(i < SPEAKING_OF_A_HUNDRED ? SPEECH : SILENCE, null),
            0),
        oneTo("simulcast", 20, HD_SIMULCAST, 0),
        oneTo("loss-2-percent", 20, HD, TWO_PERCENT));
  }

  /** One speaks and shows something to so many. */
  public static Scenario oneTo(String name, int listeners, VideoShape video, double loss) {
    return new Scenario(name, 1, 1, listeners, false, i -> new MediaShape(SPEECH, video), loss);
  }

  private static Scenario meetings(String name, int meetings, int people, VideoShape video) {
    return new Scenario(name, meetings, people, 0, true, i -> new MediaShape(SPEECH, video), 0);
  }

  /**
   * Why it can't be run on a unit, or null.
   *
   * <p>Players of other units may take a connection for each publisher they watch, and get whatever
   * layer the unit gives them.
   */
  @Nullable String leftOutOn(Unit unit) {
    VideoShape video = media.apply(0).video();
    if (video != null && video.layers() > 1 && !unit.givesChosenLayers()) {
      return "its players can't say which layer they want";
    }
    int receivers = meetings * listeners * unit.connections(publishers);
    if (everybodyReceives && publishers > 1) {
      receivers += meetings * publishers * unit.connections(publishers - 1);
    }
    return receivers <= MOST_CONNECTIONS
        ? null
        : "it takes "
            + receivers
            + " connections, as a player receives one publisher; at most "
            + MOST_CONNECTIONS
            + " are made";
  }

  /** Tracks of one publisher. */
  int tracks() {
    MediaShape shape = media.apply(0);
    return (shape.audio() == null ? 0 : 1) + (shape.video() == null ? 0 : 1);
  }
}
