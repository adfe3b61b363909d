package io.parley.jobs.media.window;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gathers what the layout depends on from the meeting's events and hands each window its part.
 * Bounded by people present and changes since the last {@link #forgetBefore}. One thread.
 */
public final class LayoutTimeline {
  private static final int VERSION = 1;

  private final long meetingStartEpochMicros;
  private final Map<ParticipantId, WindowInput.Person> people = new LinkedHashMap<>();
  private List<LayoutEvent> events = new ArrayList<>();

  public LayoutTimeline(long meetingStartEpochMicros) {
    this.meetingStartEpochMicros = meetingStartEpochMicros;
  }

  /** Takes in one event; those that do not touch the layout are passed over. */
  public void apply(MeetingEvent event) {
    long at = event.atEpochMicros() - meetingStartEpochMicros;
    if (event instanceof MeetingEvent.ParticipantJoined joined) {
      people.putIfAbsent(
          joined.participantId(),
          new WindowInput.Person(
              joined.participantId(), joined.displayName(), joined.colour() & 0xffffff, at));
      add(at, LayoutEvent.Kind.JOINED, joined.participantId());
    } else if (event instanceof MeetingEvent.ParticipantLeft left) {
      add(at, LayoutEvent.Kind.LEFT, left.participantId());
    } else if (event instanceof MeetingEvent.TrackPublished published) {
      var track = published.track();
      events.add(
          new LayoutEvent(
              at,
              LayoutEvent.Kind.TRACK_STARTED,
              track.participantId(),
              track.trackId(),
              track.source()));
    } else if (event instanceof MeetingEvent.TrackEnded ended) {
      addTrack(at, LayoutEvent.Kind.TRACK_ENDED, ended.trackId());
    } else if (event instanceof MeetingEvent.TrackMuted muted) {
      addTrack(
          at,
          muted.muted() ? LayoutEvent.Kind.TRACK_MUTED : LayoutEvent.Kind.TRACK_UNMUTED,
          muted.trackId());
    } else if (event instanceof MeetingEvent.ActiveSpeaker speaker) {
      events.add(
          new LayoutEvent(at, LayoutEvent.Kind.SPEAKER, speaker.participantId(), null, null));
    }
  }

  private void add(long at, LayoutEvent.Kind kind, ParticipantId participant) {
    events.add(new LayoutEvent(at, kind, participant, null, null));
  }

  /** A track nobody published cannot end or be muted: such an event is dropped. */
  private void addTrack(long at, LayoutEvent.Kind kind, TrackId track) {
    events.stream()
        .filter(e -> track.equals(e.trackId()))
        .findFirst()
        .ifPresent(
            started ->
                events.add(
                    new LayoutEvent(at, kind, started.participantId(), track, started.source())));
  }

  /** Whoever is in the meeting at some time of the window. */
  public List<WindowInput.Person> peopleIn(long window) {
    Set<ParticipantId> present = new HashSet<>();
    for (LayoutEvent event : eventsFor(window)) {
      if (event.kind() == LayoutEvent.Kind.JOINED && event.participantId() != null) {
        present.add(event.participantId());
      }
    }
    return people.values().stream().filter(person -> present.contains(person.id())).toList();
  }

  /** The state at the window's start, as the events that made it, and what happens in it. */
  public List<LayoutEvent> eventsFor(long window) {
    long end = WindowGrid.endMicros(window);
    List<LayoutEvent> until = new ArrayList<>();
    for (LayoutEvent event : events) {
      if (event.micros() < end) {
        until.add(event);
      }
    }
    return withoutPast(until, WindowGrid.startMicros(window));
  }

  /** Drops what no window from this one on can need. */
  public void forgetBefore(long window) {
    events = new ArrayList<>(withoutPast(events, WindowGrid.startMicros(window)));
    Set<ParticipantId> known = new HashSet<>();
    events.forEach(event -> known.add(event.participantId()));
    people.keySet().retainAll(known);
  }

  /** Events from {@code from} on, before them only the last of each subject that still holds. */
  private static List<LayoutEvent> withoutPast(List<LayoutEvent> all, long from) {
    List<LayoutEvent> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingLong(LayoutEvent::micros));
    Map<String, LayoutEvent> before = new LinkedHashMap<>();
    Map<String, LayoutEvent> held = new HashMap<>();
    List<LayoutEvent> after = new ArrayList<>();
    for (LayoutEvent event : sorted) {
      if (event.micros() >= from) {
        after.add(event);
        continue;
      }
      String subject =
          switch (event.kind()) {
            case JOINED, LEFT -> "person " + event.participantId();
            case TRACK_STARTED, TRACK_ENDED -> "track " + event.trackId();
            case TRACK_MUTED, TRACK_UNMUTED -> "mute " + event.trackId();
            case SPEAKER -> "speaker";
          };
      held.put(subject, event);
      before.remove(subject);
      before.put(subject, event);
    }
    List<LayoutEvent> kept = new ArrayList<>();
    for (LayoutEvent event : before.values()) {
      LayoutEvent track = held.get("track " + event.trackId());
      LayoutEvent person = held.get("person " + event.participantId());
      boolean gone =
          event.kind() == LayoutEvent.Kind.LEFT
              || event.kind() == LayoutEvent.Kind.TRACK_UNMUTED
              || (track != null && track.kind() == LayoutEvent.Kind.TRACK_ENDED)
              || (person != null
                  && person.kind() == LayoutEvent.Kind.LEFT
                  && event.kind() != LayoutEvent.Kind.SPEAKER);
      if (!gone) {
        kept.add(event);
      }
    }
    kept.addAll(after);
    return kept;
  }

  /** Version 1: version, start, people, events. */
  public byte[] toBytes() {
    ByteWriter out = new ByteWriter();
    out.u8(VERSION).i64(meetingStartEpochMicros).u32(people.size());
    for (WindowInput.Person person : people.values()) {
      out.text(person.id().value()).text(person.name());
      out.u24(person.colour()).i64(person.joinedMicros());
    }
    out.u32(events.size());
    events.forEach(event -> event.write(out));
    return out.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if the bytes are cut short or of a newer version
   */
  public static LayoutTimeline fromBytes(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version != VERSION) {
      throw new IllegalArgumentException("layout timeline of unknown version " + version);
    }
    LayoutTimeline timeline = new LayoutTimeline(in.i64());
    for (int left = in.size(); left > 0; left--) {
      var person =
          new WindowInput.Person(new ParticipantId(in.text()), in.text(), in.u24(), in.i64());
      timeline.people.put(person.id(), person);
    }
    for (int left = in.size(); left > 0; left--) {
      timeline.events.add(LayoutEvent.read(in));
    }
    return timeline;
  }
}
