package io.parley.storage.catalogue;

import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Who was let into which meeting under which participant id. */
public final class Admissions {
  private final Jdbi jdbi;

  Admissions(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Lets somebody in, or in again with another name or consent. */
  public void put(Admission admission, Instant now) {
    UserId user = admission.userId();
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    insert into admission (meeting_id, participant_id, user_id, display_name,
                      consent, admitted_at)
                    values (:meeting, :participant, :user, :name, :consent, :now)
                    on conflict (meeting_id, participant_id) do update set
                      display_name = excluded.display_name, consent = excluded.consent
                    """)
                .bind("meeting", admission.meetingId().value())
                .bind("participant", admission.participantId().value())
                .bind("user", user == null ? null : user.value())
                .bind("name", admission.displayName())
                .bind("consent", admission.consent())
                .bind("now", now)
                .execute());
  }

  public Optional<Admission> find(MeetingId meeting, ParticipantId participant) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select * from admission where meeting_id = :meeting"
                        + " and participant_id = :participant")
                .bind("meeting", meeting.value())
                .bind("participant", participant.value())
                .map(Admissions::read)
                .findOne());
  }

  /** The account's latest admission to the meeting. */
  public Optional<Admission> latestOf(MeetingId meeting, UserId user) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    """
                    select * from admission where meeting_id = :meeting and user_id = :user
                    order by admitted_at desc, participant_id limit 1
                    """)
                .bind("meeting", meeting.value())
                .bind("user", user.value())
                .map(Admissions::read)
                .findOne());
  }

  private static Admission read(ResultSet row, StatementContext context) throws SQLException {
    String user = row.getString("user_id");
    return new Admission(
        new MeetingId(row.getString("meeting_id")),
        new ParticipantId(row.getString("participant_id")),
        user == null ? null : new UserId(user),
        row.getString("display_name"),
        row.getBoolean("consent"));
  }
}
