package io.parley.storage.catalogue;

import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RecordingEvent;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The recordings and their segments. */
public final class Recordings {
  private final Jdbi jdbi;

  Recordings(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * A segment of a recording.
   *
   * @param number of the window, from 0
   */
  public record Segment(
      long number, String objectKey, long startMicros, long durationMicros, long bytes) {}

  /**
   * A window's object is stored. A late one changes neither a recording that is complete nor a
   * higher playable time.
   *
   * @return false if the catalogue has no such meeting
   */
  public boolean segmentStored(RecordingEvent.SegmentStored event) {
    return jdbi.inTransaction(
        h -> {
          if (!advance(h, event.meetingId(), RecordingState.LIVE)) {
            return false;
          }
          h.createUpdate(
                  """
                  insert into recording_segment (meeting_id, number, object_key, start_micros,
                    duration_micros, bytes)
                  values (:meeting, :number, :key, :start, :duration, :bytes)
                  on conflict (meeting_id, number) do update set
                    object_key = excluded.object_key, start_micros = excluded.start_micros,
                    duration_micros = excluded.duration_micros, bytes = excluded.bytes
                  """)
              .bind("meeting", event.meetingId().value())
              .bind("number", event.window())
              .bind("key", event.objectKey())
              .bind("start", event.startMicros())
              .bind("duration", event.durationMicros())
              .bind("bytes", event.bytes())
              .execute();
          h.createUpdate(
                  """
                  update recording set playable_micros = greatest(playable_micros, :playable),
                    duration_micros = greatest(duration_micros, :end)
                  where meeting_id = :meeting and state < 3
                  """)
              .bind("meeting", event.meetingId().value())
              .bind("playable", event.playableMicros())
              .bind("end", event.startMicros() + event.durationMicros())
              .execute();
          return true;
        });
  }

  /**
   * All of it is stored: recording and meeting are ready.
   *
   * @return false if the catalogue has no such meeting
   */
  public boolean completed(RecordingEvent.RecordingCompleted event) {
    return jdbi.inTransaction(
        h -> {
          if (!advance(h, event.meetingId(), RecordingState.READY)) {
            return false;
          }
          h.createUpdate(
                  """
                  update recording set playable_micros = :duration, duration_micros = :duration,
                    manifest_key = :manifest
                  where meeting_id = :meeting
                  """)
              .bind("meeting", event.meetingId().value())
              .bind("duration", event.durationMicros())
              .bind("manifest", event.manifestKey())
              .execute();
          h.createUpdate("update meeting set state = 3 where id = :meeting and state < 3")
              .bind("meeting", event.meetingId().value())
              .execute();
          return true;
        });
  }

  /**
   * Recording was switched on in a meeting that began without.
   *
   * @return false if the catalogue has no such meeting
   */
  public boolean begun(MeetingId meeting) {
    return jdbi.inTransaction(h -> advance(h, meeting, RecordingState.LIVE));
  }

  public Optional<Recording> find(MeetingId meeting) {
    return jdbi.withHandle(
        h ->
            h.createQuery("select * from recording where meeting_id = :meeting")
                .bind("meeting", meeting.value())
                .map(
                    (row, context) ->
                        new Recording(
                            meeting,
                            RecordingState.of(row.getInt("state")),
                            row.getLong("playable_micros"),
                            row.getLong("duration_micros"),
                            row.getString("manifest_key")))
                .findOne());
  }

  /** The segments in order. */
  public List<Segment> segments(MeetingId meeting) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select * from recording_segment where meeting_id = :meeting order by number")
                .bind("meeting", meeting.value())
                .map(
                    (row, context) ->
                        new Segment(
                            row.getLong("number"),
                            row.getString("object_key"),
                            row.getLong("start_micros"),
                            row.getLong("duration_micros"),
                            row.getLong("bytes")))
                .list());
  }

  /** Moves the recording on to at least {@code state}; false if there is no such meeting. */
  static boolean advance(Handle h, MeetingId meeting, RecordingState state) {
    return h.createUpdate(
                """
                insert into recording as r (meeting_id, state, playable_micros, duration_micros)
                select id,
                  case when :state = 1 and ended_epoch_micros is not null then 2 else :state end,
                  0, 0
                from meeting where id = :meeting for no key update
                on conflict (meeting_id) do update set state = greatest(r.state, excluded.state)
                """)
            .bind("meeting", meeting.value())
            .bind("state", state.number())
            .execute()
        > 0;
  }

  /**
   * The meeting is over: a live recording is processing from now on.
   *
   * @return whether there is a recording
   */
  static boolean finishLive(Handle h, MeetingId meeting) {
    h.createQuery("select id from meeting where id = :meeting for no key update")
        .bind("meeting", meeting.value())
        .mapTo(String.class)
        .findOne();
    return h.createUpdate(
                "update recording set state = greatest(state, 2) where meeting_id = :meeting")
            .bind("meeting", meeting.value())
            .execute()
        > 0;
  }
}
