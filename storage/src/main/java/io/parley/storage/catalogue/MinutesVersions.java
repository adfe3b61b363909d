package io.parley.storage.catalogue;

import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RecordingEvent;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Which versions of the minutes there are. The minutes themselves are objects. */
public final class MinutesVersions {
  private final Jdbi jdbi;

  MinutesVersions(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * @param version from 1
   * @param editedBy display name; null for minutes as produced
   */
  public record Version(
      int version, String objectKey, @Nullable String editedBy, Instant storedAt) {}

  /** Puts a version's object where its row will point. */
  @FunctionalInterface
  public interface ObjectWriter {
    /**
     * @param version the number the new version has
     * @return the key of the stored object
     */
    String write(int version) throws IOException;
  }

  /**
   * The minutes were produced (or produced again) from the log.
   *
   * @return false if the catalogue has no such meeting
   */
  public boolean produced(RecordingEvent.MinutesReady event, Instant now) {
    return jdbi.withHandle(
            h ->
                h.createUpdate(
                        """
                        insert into minutes_version (meeting_id, version, object_key, stored_at)
                        select id, :version, :key, :now
                        from meeting where id = :meeting for key share
                        on conflict (meeting_id, version) do update set
                          object_key = excluded.object_key
                        """)
                    .bind("meeting", event.meetingId().value())
                    .bind("version", event.version())
                    .bind("key", event.objectKey())
                    .bind("now", now)
                    .execute())
        > 0;
  }

  /**
   * Adds the version after {@code base}, if {@code base} still is the latest. Editors of one
   * meeting wait for each other while the object is written, so one of two that edit the same
   * version wins.
   *
   * @return the new version; empty if somebody else was faster, and then nothing was written
   * @throws IOException if the object can't be stored; then there is no new version
   */
  public Optional<Version> append(
      MeetingId meeting, int base, String editedBy, Instant now, ObjectWriter writer)
      throws IOException {
    return jdbi.inTransaction(
        h -> {
          h.createQuery("select id from meeting where id = :meeting for no key update")
              .bind("meeting", meeting.value())
              .mapTo(String.class)
              .findOne();
          int latest =
              h.createQuery(
                      "select coalesce(max(version), 0) from minutes_version"
                          + " where meeting_id = :meeting")
                  .bind("meeting", meeting.value())
                  .mapTo(Integer.class)
                  .one();
          if (latest == 0 || latest != base) {
            return Optional.<Version>empty();
          }
          String key = writer.write(base + 1);
          h.createUpdate(
                  """
                  insert into minutes_version (meeting_id, version, object_key, edited_by,
                    stored_at)
                  values (:meeting, :version, :key, :editor, :now)
                  """)
              .bind("meeting", meeting.value())
              .bind("version", base + 1)
              .bind("key", key)
              .bind("editor", editedBy)
              .bind("now", now)
              .execute();
          return Optional.of(new Version(base + 1, key, editedBy, now));
        });
  }

  /** All versions, the first first. */
  public List<Version> of(MeetingId meeting) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select * from minutes_version where meeting_id = :meeting order by version")
                .bind("meeting", meeting.value())
                .map(MinutesVersions::read)
                .list());
  }

  /** The latest version; empty while there are no minutes. */
  public Optional<Version> latest(MeetingId meeting) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select * from minutes_version where meeting_id = :meeting"
                        + " order by version desc limit 1")
                .bind("meeting", meeting.value())
                .map(MinutesVersions::read)
                .findOne());
  }

  private static Version read(ResultSet row, StatementContext context) throws SQLException {
    return new Version(
        row.getInt("version"),
        row.getString("object_key"),
        row.getString("edited_by"),
        row.getTimestamp("stored_at").toInstant());
  }
}
