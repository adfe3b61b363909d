package io.parley.jobs.media.compose;

import io.parley.jobs.media.codec.Rect;
import io.parley.jobs.media.window.CompositionSpec;
import io.parley.jobs.media.window.CompositionSpec.LayoutPolicy;
import io.parley.jobs.media.window.LayoutEvent;
import io.parley.jobs.media.window.WindowInput;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Follows the layout events of a window and says who stands where. One thread. */
final class Director {
  /** More tiles than this would be too small to see; the speaker always has one. */
  static final int MAX_TILES = 49;

  /** People beside a shared screen or a large speaker. */
  private static final int BESIDE = 4;

  private static final int MARGIN = 8;

  private final WindowInput input;
  private final CompositionSpec spec;
  private final Map<ParticipantId, WindowInput.Person> people = new LinkedHashMap<>();
  private final Set<ParticipantId> present = new HashSet<>();
  private final Map<TrackId, LayoutEvent> published = new LinkedHashMap<>();
  private final Set<TrackId> muted = new HashSet<>();
  private @Nullable ParticipantId speaker;
  private @Nullable ParticipantId lastSpeaker;
  private int nextEvent;

  Director(WindowInput input, CompositionSpec spec) {
    this.input = input;
    this.spec = spec;
    input.people().forEach(person -> people.put(person.id(), person));
  }

  /** Takes in the events up to a time; true if there were any. */
  boolean advanceTo(long micros) {
    boolean changed = false;
    List<LayoutEvent> events = input.events();
    while (nextEvent < events.size() && events.get(nextEvent).micros() <= micros) {
      apply(events.get(nextEvent++));
      changed = true;
    }
    return changed;
  }

  private void apply(LayoutEvent event) {
    ParticipantId person = event.participantId();
    TrackId track = event.trackId();
    switch (event.kind()) {
      case JOINED -> {
        if (person != null) {
          present.add(person);
        }
      }
      case LEFT -> {
        present.remove(person);
        published
            .values()
            .removeIf(p -> p.participantId() != null && p.participantId().equals(person));
      }
      case TRACK_STARTED -> {
        if (track != null) {
          published.put(track, event);
        }
      }
      case TRACK_ENDED -> published.remove(track);
      case TRACK_MUTED -> {
        if (track != null) {
          muted.add(track);
        }
      }
      case TRACK_UNMUTED -> muted.remove(track);
      case SPEAKER -> {
        speaker = person;
        lastSpeaker = person == null ? lastSpeaker : person;
      }
    }
  }

  /**
   * Where everybody stands now.
   *
   * @param hasPicture whether a track has something to show
   */
  Scene scene(Predicate<TrackId> hasPicture) {
    List<WindowInput.Person> here = new ArrayList<>();
    for (WindowInput.Person person : people.values()) {
      if (present.contains(person.id())) {
        here.add(person);
      }
    }
    Map<ParticipantId, TrackId> cameras = new HashMap<>();
    TrackId screen = null;
    for (LayoutEvent track : published.values()) {
      TrackId id = track.trackId();
      if (id == null || muted.contains(id) || !hasPicture.test(id)) {
        continue;
      }
      if (track.source() == MediaSource.SCREEN) {
        screen = id;
      } else if (track.source() == MediaSource.CAMERA && track.participantId() != null) {
        cameras.put(track.participantId(), id);
      }
    }
    if (screen != null && spec.layout() != LayoutPolicy.GRID) {
      return screenScene(here, cameras, screen);
    }
    if (spec.layout() == LayoutPolicy.SPEAKER && here.size() > 1) {
      return speakerScene(here, cameras);
    }
    return gridScene(here, cameras, screen);
  }

  private Scene gridScene(
      List<WindowInput.Person> here,
      Map<ParticipantId, TrackId> cameras,
      @Nullable TrackId screen) {
    List<WindowInput.Person> shown = speakerFirst(here, MAX_TILES - 1, false);
    WindowInput.Person owner = screen == null ? null : owner(screen);
    List<Rect> areas = Grid.tiles(whole(), Math.max(1, shown.size() + (owner == null ? 0 : 1)));
    List<Scene.Tile> tiles = new ArrayList<>();
    if (owner != null) {
      tiles.add(new Scene.Tile(areas.get(0), owner, screen, true, false));
    }
    for (WindowInput.Person person : shown) {
      tiles.add(tile(areas.get(tiles.size()), person, cameras));
    }
    return new Scene(tiles);
  }

  private Scene screenScene(
      List<WindowInput.Person> here, Map<ParticipantId, TrackId> cameras, TrackId screen) {
    WindowInput.Person owner = owner(screen);
    if (owner == null) {
      return gridScene(here, cameras, null);
    }
    List<Scene.Tile> tiles = beside(speakerFirst(here, BESIDE, true), cameras);
    tiles.add(0, new Scene.Tile(main(), owner, screen, true, false));
    return new Scene(tiles);
  }

  private Scene speakerScene(List<WindowInput.Person> here, Map<ParticipantId, TrackId> cameras) {
    List<WindowInput.Person> order = speakerFirst(here, BESIDE + 1, true);
    List<Scene.Tile> tiles = beside(order.subList(1, order.size()), cameras);
    tiles.add(0, tile(main(), order.get(0), cameras));
    return new Scene(tiles);
  }

  private List<Scene.Tile> beside(
      List<WindowInput.Person> shown, Map<ParticipantId, TrackId> cameras) {
    List<Scene.Tile> tiles = new ArrayList<>();
    double width = spec.width() - main().width() - 3.0 * MARGIN;
    double height = width * 9 / 16;
    double left = main().x() + main().width() + (double) MARGIN;
    for (int i = 0; i < shown.size(); i++) {
      Rect area = Rect.even(left, MARGIN + i * (height + MARGIN), width, height);
      if (area.y() + area.height() <= spec.height()) {
        tiles.add(tile(area, shown.get(i), cameras));
      }
    }
    return tiles;
  }

  private Scene.Tile tile(
      Rect area, WindowInput.Person person, Map<ParticipantId, TrackId> cameras) {
    return new Scene.Tile(
        area, person, cameras.get(person.id()), false, person.id().equals(speaker));
  }

  /** The first few by arrival, the speaker among them, and in front if asked. */
  private List<WindowInput.Person> speakerFirst(
      List<WindowInput.Person> here, int limit, boolean inFront) {
    List<WindowInput.Person> order = new ArrayList<>(here);
    int at = -1;
    for (int i = 0; i < order.size(); i++) {
      if (order.get(i).id().equals(lastSpeaker)) {
        at = i;
      }
    }
    if (at >= 0 && (inFront || at >= limit)) {
      order.add(inFront ? 0 : limit - 1, order.remove(at));
    }
    return order.subList(0, Math.min(limit, order.size()));
  }

  private WindowInput.@Nullable Person owner(TrackId track) {
    LayoutEvent event = published.get(track);
    return event == null || event.participantId() == null
        ? null
        : people.get(event.participantId());
  }

  private Rect whole() {
    return Rect.even(MARGIN, MARGIN, spec.width() - 2.0 * MARGIN, spec.height() - 2.0 * MARGIN);
  }

  /** Four fifths of the width. */
  private Rect main() {
    return Rect.even(MARGIN, MARGIN, spec.width() * 0.8 - MARGIN, spec.height() - 2.0 * MARGIN);
  }
}
