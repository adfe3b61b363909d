package io.parley.storage.catalogue;

import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The meetings and how far each is. */
public final class Meetings {
  private static final String SELECT =
      """
      select m.*, a.display_name as host_name,
        (select count(*) from participant p where p.meeting_id = m.id) as participant_count
      from meeting m join account a on a.id = m.host_id
      """;

  /** Meetings that this account hosts or was in. */
  private static final String OF_USER =
      """
      (m.host_id = :user or exists (
        select from participant p where p.meeting_id = m.id and p.user_id = :user))
      """;

  private final Jdbi jdbi;

  Meetings(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Adds a meeting.
   *
   * @param inviteCode unguessable, unique
   */
  public Meeting create(
      MeetingId id, UserId host, MeetingPlan plan, String inviteCode, Instant now) {
    return jdbi.inTransaction(
        h -> {
          h.createUpdate(
                  """
                  insert into meeting (id, subject, host_id, starts_at, ends_at, invite_code,
                    guests_allowed, recording, visibility, created_at)
                  values (:id, :subject, :host, :startsAt, :endsAt, :invite,
                    :guests, :recording, :visibility, :now)
                  """)
              .bind("id", id.value())
              .bind("subject", plan.subject())
              .bind("host", host.value())
              .bind("startsAt", plan.startsAt())
              .bind("endsAt", plan.endsAt())
              .bind("invite", inviteCode)
              .bind("guests", plan.guestsAllowed())
              .bind("recording", plan.recording())
              .bind("visibility", plan.visibility().name())
              .bind("now", now)
              .execute();
          return select(h, id).orElseThrow();
        });
  }

  public Optional<Meeting> find(MeetingId id) {
    return jdbi.withHandle(h -> select(h, id));
  }

  public Optional<Meeting> findByInvite(String inviteCode) {
    return jdbi.withHandle(
        h ->
            h.createQuery(SELECT + "where m.invite_code = :invite")
                .bind("invite", inviteCode)
                .map(Meetings::read)
                .findOne());
  }

  /**
   * Replaces what the host decided.
   *
   * @return the meeting as it is now; empty if there is none
   */
  public Optional<Meeting> change(MeetingId id, MeetingPlan plan) {
    return jdbi.inTransaction(
        h -> {
          h.createUpdate(
                  """
                  update meeting set subject = :subject, starts_at = :startsAt, ends_at = :endsAt,
                    guests_allowed = :guests, recording = :recording, visibility = :visibility
                  where id = :id
                  """)
              .bind("id", id.value())
              .bind("subject", plan.subject())
              .bind("startsAt", plan.startsAt())
              .bind("endsAt", plan.endsAt())
              .bind("guests", plan.guestsAllowed())
              .bind("recording", plan.recording())
              .bind("visibility", plan.visibility().name())
              .execute();
          return select(h, id);
        });
  }

  /**
   * Removes the meeting and all rows that hang on it, and remembers that it was deleted.
   *
   * @return false if there was none
   */
  public boolean delete(MeetingId id, Instant now) {
    return jdbi.inTransaction(
        h -> {
          int gone =
              h.createUpdate("delete from meeting where id = :id").bind("id", id.value()).execute();
          if (gone == 0) {
            return false;
          }
          h.createUpdate(
                  """
                  insert into deleted_meeting (id, deleted_at) values (:id, :now)
                  on conflict (id) do nothing
                  """)
              .bind("id", id.value())
              .bind("now", now)
              .execute();
          return true;
        });
  }

  boolean wasDeleted(MeetingId id) {
    return jdbi.withHandle(
        h ->
            h.createQuery("select 1 from deleted_meeting where id = :id")
                .bind("id", id.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  /**
   * Meetings that an account hosts or was in, newest first.
   *
   * @param state only these; null for all
   * @param subject only those whose subject contains this, without regard to case; null for all
   */
  public List<Meeting> ofUser(
      UserId user, @Nullable MeetingState state, @Nullable String subject, int offset, int limit) {
    StringBuilder sql = new StringBuilder(SELECT).append("where ").append(OF_USER);
    if (state != null) {
      sql.append(" and m.state = :state");
    }
    if (subject != null) {
      sql.append(" and position(lower(:subject) in lower(m.subject)) > 0");
    }
    sql.append(
        """
         order by coalesce(to_timestamp(m.started_epoch_micros / 1e6), m.starts_at, m.created_at)
           desc, m.id
         limit :limit offset :offset
        """);
    return jdbi.withHandle(
        h -> {
          var query =
              h.createQuery(sql.toString())
                  .bind("user", user.value())
                  .bind("limit", limit)
                  .bind("offset", offset);
          if (state != null) {
            query.bind("state", state.number());
          }
          if (subject != null) {
            query.bind("subject", subject);
          }
          return query.map(Meetings::read).list();
        });
  }

  /** The meetings that run now. */
  public List<Meeting> live() {
    return jdbi.withHandle(
        h -> h.createQuery(SELECT + "where m.state = 1 order by m.id").map(Meetings::read).list());
  }

  /** Meetings that ended before this time: what retention is about. */
  public List<MeetingId> endedBefore(long epochMicros) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select id from meeting where ended_epoch_micros < :before and state >= 2"
                        + " order by ended_epoch_micros")
                .bind("before", epochMicros)
                .map((row, context) -> new MeetingId(row.getString("id")))
                .list());
  }

  /**
   * The first person came. The earliest start stands.
   *
   * @return false if the catalogue has no such meeting
   */
  public boolean started(MeetingId id, long atEpochMicros, boolean recording) {
    return jdbi.inTransaction(
        h -> {
          int known =
              h.createUpdate(
                      """
                      update meeting set state = greatest(state, 1),
                        started_epoch_micros = least(started_epoch_micros, :at),
                        activity_epoch_micros = greatest(activity_epoch_micros, :at)
                      where id = :id
                      """)
                  .bind("id", id.value())
                  .bind("at", atEpochMicros)
                  .execute();
          if (known == 0) {
            return false;
          }
          if (recording) {
            Recordings.advance(h, id, RecordingState.LIVE);
          }
          return true;
        });
  }

  /**
   * The meeting is over. The earliest end stands. With a recording under way it is processing from
   * now on, else ready.
   *
   * @return false if the catalogue has no such meeting
   */
  public boolean ended(MeetingId id, long atEpochMicros) {
    return jdbi.inTransaction(
        h -> {
          boolean recorded = Recordings.finishLive(h, id);
          return h.createUpdate(
                      """
                      update meeting set state = greatest(state, :state),
                        ended_epoch_micros = least(ended_epoch_micros, :at),
                        activity_epoch_micros = greatest(activity_epoch_micros, :at)
                      where id = :id
                      """)
                  .bind("id", id.value())
                  .bind("at", atEpochMicros)
                  .bind("state", (recorded ? MeetingState.PROCESSING : MeetingState.READY).number())
                  .execute()
              > 0;
        });
  }

  /** The log spoke of the meeting; times of the past change nothing. */
  public void active(MeetingId id, long atEpochMicros) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    update meeting set activity_epoch_micros = :at
                    where id = :id and activity_epoch_micros < :at
                    """)
                .bind("id", id.value())
                .bind("at", atEpochMicros)
                .execute());
  }

  static Optional<Meeting> select(Handle h, MeetingId id) {
    return h.createQuery(SELECT + "where m.id = :id")
        .bind("id", id.value())
        .map(Meetings::read)
        .findOne();
  }

  /** The meetings whose utterances this account may search. */
  public List<MeetingId> searchableBy(UserId user) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    """
                    select m.id from meeting m where m.host_id = :user
                      or (m.visibility <> 'HOST' and exists (select from participant p
                        where p.meeting_id = m.id and p.user_id = :user))
                    """)
                .bind("user", user.value())
                .map((row, context) -> new MeetingId(row.getString("id")))
                .list());
  }

  private static Meeting read(ResultSet row, StatementContext context) throws SQLException {
    return new Meeting(
        new MeetingId(row.getString("id")),
        row.getString("subject"),
        new UserId(row.getString("host_id")),
        row.getString("host_name"),
        instant(row, "starts_at"),
        instant(row, "ends_at"),
        row.getString("invite_code"),
        row.getBoolean("guests_allowed"),
        row.getBoolean("recording"),
        RecordingVisibility.valueOf(row.getString("visibility")),
        MeetingState.of(row.getInt("state")),
        (Long) row.getObject("started_epoch_micros"),
        (Long) row.getObject("ended_epoch_micros"),
        row.getLong("activity_epoch_micros"),
        row.getInt("participant_count"),
        row.getTimestamp("created_at").toInstant());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }
}
