package io.parley.storage.catalogue;

import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Browsers that are signed in or guests, by the hash of the token in their cookie. */
public final class LoginSessions {
  private final Jdbi jdbi;

  LoginSessions(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Opens a session, or gives the one of this token to somebody else.
   *
   * @param tokenHash SHA-256 of the cookie's value
   */
  public void open(byte[] tokenHash, LoginSession session, Instant now, Instant expiresAt) {
    jdbi.useHandle(
        h -> {
          var insert =
              h.createUpdate(
                      """
                      insert into login_session (token_hash, user_id, guest_meeting_id,
                        guest_participant_id, guest_display_name, created_at, seen_at, expires_at)
                      values (:token, :user, :meeting, :participant, :name, :now, :now, :expires)
                      on conflict (token_hash) do update set user_id = excluded.user_id,
                        guest_meeting_id = excluded.guest_meeting_id,
                        guest_participant_id = excluded.guest_participant_id,
                        guest_display_name = excluded.guest_display_name,
                        seen_at = excluded.seen_at, expires_at = excluded.expires_at
                      """)
                  .bind("token", tokenHash)
                  .bind("now", now)
                  .bind("expires", expiresAt);
          if (session instanceof LoginSession.OfAccount account) {
            insert
                .bind("user", account.userId().value())
                .bind("meeting", (String) null)
                .bind("participant", (String) null)
                .bind("name", (String) null);
          } else if (session instanceof LoginSession.OfGuest guest) {
            insert
                .bind("user", (String) null)
                .bind("meeting", guest.meetingId().value())
                .bind("participant", guest.participantId().value())
                .bind("name", guest.displayName());
          }
          insert.execute();
        });
  }

  /** The session of this token, if it has not expired. */
  public Optional<LoginSession> find(byte[] tokenHash, Instant now) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select * from login_session where token_hash = :token and expires_at > :now")
                .bind("token", tokenHash)
                .bind("now", now)
                .map(LoginSessions::read)
                .findOne());
  }

  /**
   * Lets a session in use live on: its expiry moves to {@code now + lifetime}, at most once an hour
   * so that reading does not become writing.
   */
  public void touch(byte[] tokenHash, Instant now, Duration lifetime) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    update login_session set seen_at = :now, expires_at = :expires
                    where token_hash = :token and seen_at < :hourAgo
                    """)
                .bind("token", tokenHash)
                .bind("now", now)
                .bind("expires", now.plus(lifetime))
                .bind("hourAgo", now.minus(Duration.ofHours(1)))
                .execute());
  }

  public void close(byte[] tokenHash) {
    jdbi.useHandle(
        h ->
            h.createUpdate("delete from login_session where token_hash = :token")
                .bind("token", tokenHash)
                .execute());
  }

  void prune(Instant now) {
    jdbi.useHandle(
        h ->
            h.createUpdate("delete from login_session where expires_at <= :now")
                .bind("now", now)
                .execute());
  }

  private static LoginSession read(ResultSet row, StatementContext context) throws SQLException {
    String user = row.getString("user_id");
    if (user != null) {
      return new LoginSession.OfAccount(new UserId(user));
    }
    return new LoginSession.OfGuest(
        new MeetingId(row.getString("guest_meeting_id")),
        new ParticipantId(row.getString("guest_participant_id")),
        row.getString("guest_display_name"));
  }
}
