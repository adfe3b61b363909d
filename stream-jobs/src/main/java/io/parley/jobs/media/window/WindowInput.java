package io.parley.jobs.media.window;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.jobs.media.track.EncodedFrame;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All that the composition of one window may depend on. Equal inputs give equal bytes, so the order
 * of people and tracks is made canonical here.
 *
 * @param window from 0, see {@link WindowGrid}
 * @param people whoever is in the meeting at some time of the window
 * @param tracks with frames, see {@link Track#frames}
 * @param events layout events up to the window's end by time: those before its start rebuild the
 *     state it begins with
 */
public record WindowInput(
    MeetingId meetingId,
    long window,
    List<Person> people,
    List<Track> tracks,
    List<LayoutEvent> events) {
  private static final int VERSION = 1;

  public WindowInput {
    if (window < 0) {
      throw new IllegalArgumentException("window before the meeting began: " + window);
    }
    people =
        people.stream()
            .sorted(
                Comparator.comparingLong(Person::joinedMicros)
                    .thenComparing(person -> person.id().value()))
            .toList();
    tracks = tracks.stream().sorted(Comparator.comparing(t -> t.trackId().value())).toList();
    events = events.stream().sorted(Comparator.comparingLong(LayoutEvent::micros)).toList();
  }

  /**
   * @param colour 24-bit RGB
   * @param joinedMicros orders the tiles
   */
  public record Person(ParticipantId id, String name, int colour, long joinedMicros) {}

  /**
   * @param frames by capture time. Video: from the last key frame at or before the window's start
   *     (or the first one in it) to its end. Sound: from {@link WindowGrid#AUDIO_BEFORE_MICROS}
   *     before it to {@link WindowGrid#AUDIO_AFTER_MICROS} after it.
   */
  public record Track(
      TrackId trackId,
      ParticipantId participantId,
      MediaSource source,
      MediaCodec codec,
      List<EncodedFrame> frames) {
    public Track {
      frames = List.copyOf(frames);
    }
  }

  public long startMicros() {
    return WindowGrid.startMicros(window);
  }

  public long endMicros() {
    return WindowGrid.endMicros(window);
  }

  /** Version 1: version, meeting, window, then people, tracks and events, each after its count. */
  public byte[] toBytes() {
    ByteWriter out = new ByteWriter(1 << 16);
    out.u8(VERSION).text(meetingId.value()).i64(window);
    out.u32(people.size());
    for (Person person : people) {
      out.text(person.id().value()).text(person.name());
      out.u24(person.colour()).i64(person.joinedMicros());
    }
    out.u32(tracks.size());
    for (Track track : tracks) {
      out.text(track.trackId().value()).text(track.participantId().value());
      out.name(track.source()).name(track.codec());
      out.u32(track.frames().size());
      track.frames().forEach(frame -> frame.write(out));
    }
    out.u32(events.size());
    events.forEach(event -> event.write(out));
    return out.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if the bytes are cut short or of a newer version
   */
  public static WindowInput fromBytes(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version != VERSION) {
      throw new IllegalArgumentException("window input of unknown version " + version);
    }
    MeetingId meetingId = new MeetingId(in.text());
    long window = in.i64();
    List<Person> people = new ArrayList<>();
    for (int left = in.size(); left > 0; left--) {
      people.add(new Person(new ParticipantId(in.text()), in.text(), in.u24(), in.i64()));
    }
    List<Track> tracks = new ArrayList<>();
    for (int left = in.size(); left > 0; left--) {
      tracks.add(readTrack(in));
    }
    List<LayoutEvent> events = new ArrayList<>();
    for (int left = in.size(); left > 0; left--) {
      events.add(LayoutEvent.read(in));
    }
    return new WindowInput(meetingId, window, people, tracks, events);
  }

  private static Track readTrack(ByteReader in) {
    TrackId trackId = new TrackId(in.text());
    ParticipantId participantId = new ParticipantId(in.text());
    MediaSource source = in.name(MediaSource.class);
    MediaCodec codec = in.name(MediaCodec.class);
    List<EncodedFrame> frames = new ArrayList<>();
    for (int left = in.size(); left > 0; left--) {
      frames.add(EncodedFrame.read(in));
    }
    return new Track(trackId, participantId, source, codec, frames);
  }
}
