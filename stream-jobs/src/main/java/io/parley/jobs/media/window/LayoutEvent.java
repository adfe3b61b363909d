package io.parley.jobs.media.window;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackId;
import org.jspecify.annotations.Nullable;

/**
 * A change of who and what is to be seen.
 *
 * @param micros when, on the meeting clock; may lie before the window that carries it
 * @param participantId whom it concerns; null only for {@link Kind#SPEAKER} when nobody speaks
 * @param trackId the track of {@code TRACK_…} kinds; else null
 * @param source what that track shows; else null
 */
public record LayoutEvent(
    long micros,
    Kind kind,
    @Nullable ParticipantId participantId,
    @Nullable TrackId trackId,
    @Nullable MediaSource source) {

  /** What changed. */
  public enum Kind {
    JOINED,
    LEFT,
    TRACK_STARTED,
    TRACK_ENDED,
    TRACK_MUTED,
    TRACK_UNMUTED,
    SPEAKER
  }

  void write(ByteWriter out) {
    out.i64(micros).name(kind);
    out.text(participantId == null ? "" : participantId.value());
    out.text(trackId == null ? "" : trackId.value());
    out.text(source == null ? "" : source.name());
  }

  static LayoutEvent read(ByteReader in) {
    long micros = in.i64();
    Kind kind = in.name(Kind.class);
    String participant = in.text();
    String track = in.text();
    String source = in.text();
    return new LayoutEvent(
        micros,
        kind,
        participant.isEmpty() ? null : new ParticipantId(participant),
        track.isEmpty() ? null : new TrackId(track),
        source.isEmpty() ? null : MediaSource.valueOf(source));
  }
}
