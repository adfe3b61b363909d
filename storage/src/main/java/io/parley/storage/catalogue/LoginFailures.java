package io.parley.storage.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Failed logins, remembered to slow guessing down. */
public final class LoginFailures {
  /** Failures older than this are forgotten. */
  public static final Duration KEPT = Duration.ofDays(1);

  private final Jdbi jdbi;

  LoginFailures(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * @param subject what is being guessed or from where, such as {@code account:a@example.org}
   */
  public void record(String subject, Instant at) {
    jdbi.useHandle(
        h ->
            h.createUpdate("insert into login_failure (subject, at) values (:subject, :at)")
                .bind("subject", subject)
                .bind("at", at)
                .execute());
  }

  /** When the failures since then were, the oldest first. */
  public List<Instant> since(String subject, Instant since) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select at from login_failure where subject = :subject and at >= :since"
                        + " order by at")
                .bind("subject", subject)
                .bind("since", since)
                .mapTo(Instant.class)
                .list());
  }

  /** It was no failure after all. */
  public void withdraw(String subject, Instant at) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    delete from login_failure where ctid in (select ctid from login_failure
                      where subject = :subject and at = :at limit 1)
                    """)
                .bind("subject", subject)
                .bind("at", at)
                .execute());
  }

  public void forget(String subject) {
    jdbi.useHandle(
        h ->
            h.createUpdate("delete from login_failure where subject = :subject")
                .bind("subject", subject)
                .execute());
  }

  void prune(Instant now) {
    jdbi.useHandle(
        h ->
            h.createUpdate("delete from login_failure where at < :before")
                .bind("before", now.minus(KEPT))
                .execute());
  }
}
