package io.parley.storage.catalogue;

import io.parley.storage.contract.MeetingId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who did what, when, from where. Only ever grows. */
public final class AuditLog {
  private final Jdbi jdbi;

  AuditLog(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * @param actor {@code user:<id>}, {@code guest:<participant id>} or {@code anonymous}
   * @param action such as {@code login}, {@code join}, {@code recording-viewed}, {@code refused}
   * @param meetingId what it was about; null if no meeting
   * @param address where the request came from
   * @param detail for people; empty if there is no more to say
   */
  public record Entry(
      Instant at,
      String actor,
      String action,
      @Nullable MeetingId meetingId,
      String address,
      String detail) {}

  public void append(Entry entry) {
    MeetingId meeting = entry.meetingId();
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    insert into audit_entry (at, actor, action, meeting_id, address, detail)
                    values (:at, :actor, :action, :meeting, :address, :detail)
                    """)
                .bind("at", entry.at())
                .bind("actor", entry.actor())
                .bind("action", entry.action())
                .bind("meeting", meeting == null ? null : meeting.value())
                .bind("address", entry.address())
                .bind("detail", entry.detail())
                .execute());
  }

  /** The latest entries, newest first. */
  public List<Entry> latest(int limit) {
    return jdbi.withHandle(
        h ->
            h.createQuery("select * from audit_entry order by id desc limit :limit")
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new Entry(
                            row.getTimestamp("at").toInstant(),
                            row.getString("actor"),
                            row.getString("action"),
                            Optional.ofNullable(row.getString("meeting_id"))
                                .map(MeetingId::new)
                                .orElse(null),
                            row.getString("address"),
                            row.getString("detail")))
                .list());
  }
}
