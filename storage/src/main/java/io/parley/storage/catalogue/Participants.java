package io.parley.storage.catalogue;

import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Who was in which meeting, as the log says. */
public final class Participants {
  private static final String SELECT =
      """
      select *, case when left_epoch_micros >= rejoined_epoch_micros then left_epoch_micros end
        as gone_epoch_micros
      from participant
      """;

  private final Jdbi jdbi;

  Participants(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Somebody came, or came back. The first arrival stands as the time of joining.
   *
   * @return false if the catalogue has no such meeting
   */
  public boolean joined(MeetingEvent.ParticipantJoined event) {
    UserId user = event.userId();
    return jdbi.withHandle(
            h ->
                h.createUpdate(
                        """
                        insert into participant as p (meeting_id, participant_id, display_name,
                          user_id, host, colour, joined_epoch_micros, rejoined_epoch_micros)
                        select id, :participant, :name, :user, :host, :colour, :at, :at
                        from meeting where id = :meeting for key share
                        on conflict (meeting_id, participant_id) do update set
                          display_name = case
                            when excluded.rejoined_epoch_micros >= p.rejoined_epoch_micros
                            then excluded.display_name else p.display_name end,
                          user_id = excluded.user_id,
                          host = excluded.host,
                          colour = excluded.colour,
                          joined_epoch_micros =
                            least(p.joined_epoch_micros, excluded.joined_epoch_micros),
                          rejoined_epoch_micros =
                            greatest(p.rejoined_epoch_micros, excluded.rejoined_epoch_micros)
                        """)
                    .bind("meeting", event.meetingId().value())
                    .bind("participant", event.participantId().value())
                    .bind("name", event.displayName())
                    .bind("user", user == null ? null : user.value())
                    .bind("host", event.host())
                    .bind("colour", event.colour())
                    .bind("at", event.atEpochMicros())
                    .execute())
        > 0;
  }

  /** Somebody left. The last departure stands. */
  public void left(MeetingId meeting, ParticipantId participant, long atEpochMicros) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    update participant
                    set left_epoch_micros = greatest(left_epoch_micros, :at)
                    where meeting_id = :meeting and participant_id = :participant
                    """)
                .bind("meeting", meeting.value())
                .bind("participant", participant.value())
                .bind("at", atEpochMicros)
                .execute());
  }

  /** The meeting is over: who had not left, leaves. */
  public void allLeft(MeetingId meeting, long atEpochMicros) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    update participant set left_epoch_micros = greatest(rejoined_epoch_micros, :at)
                    where meeting_id = :meeting
                      and (left_epoch_micros is null or left_epoch_micros < rejoined_epoch_micros)
                    """)
                .bind("meeting", meeting.value())
                .bind("at", atEpochMicros)
                .execute());
  }

  /** Everybody who was in the meeting, in order of arrival. */
  public List<Participant> of(MeetingId meeting) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    SELECT
                        + "where meeting_id = :meeting"
                        + " order by joined_epoch_micros, participant_id")
                .bind("meeting", meeting.value())
                .map(Participants::read)
                .list());
  }

  public Optional<Participant> find(MeetingId meeting, ParticipantId participant) {
    return jdbi.withHandle(
        h ->
            h.createQuery(SELECT + "where meeting_id = :meeting and participant_id = :participant")
                .bind("meeting", meeting.value())
                .bind("participant", participant.value())
                .map(Participants::read)
                .findOne());
  }

  /** Whether this account was in the meeting. */
  public boolean attended(MeetingId meeting, UserId user) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select exists (select from participant"
                        + " where meeting_id = :meeting and user_id = :user)")
                .bind("meeting", meeting.value())
                .bind("user", user.value())
                .mapTo(Boolean.class)
                .one());
  }

  private static Participant read(ResultSet row, StatementContext context) throws SQLException {
    String user = row.getString("user_id");
    return new Participant(
        new ParticipantId(row.getString("participant_id")),
        row.getString("display_name"),
        user == null ? null : new UserId(user),
        row.getBoolean("host"),
        row.getInt("colour"),
        row.getLong("joined_epoch_micros"),
        (Long) row.getObject("gone_epoch_micros"));
  }
}
