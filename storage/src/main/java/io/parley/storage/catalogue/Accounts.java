package io.parley.storage.catalogue;

import io.parley.storage.contract.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** The registered people. */
public final class Accounts {
  /** Serialises registrations, so that exactly one account is the first. */
  private static final long REGISTRATION_LOCK = 0x5041524c_4559_0001L;

  private final Jdbi jdbi;

  Accounts(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Adds an account; the first of all becomes admin.
   *
   * @return empty if the email is taken
   */
  public Optional<Account> create(
      UserId id, String email, String displayName, String passwordHash, Instant now) {
    return jdbi.inTransaction(
        h -> {
          h.createQuery("select 1 from (select pg_advisory_xact_lock(:lock)) locked")
              .bind("lock", REGISTRATION_LOCK)
              .mapTo(Integer.class)
              .one();
          return h.createQuery(
                  """
                  insert into account (id, email, display_name, password_hash, admin, created_at)
                  values (:id, :email, :name, :hash, not exists (select from account), :now)
                  on conflict (lower(email)) do nothing
                  returning *
                  """)
              .bind("id", id.value())
              .bind("email", email)
              .bind("name", displayName)
              .bind("hash", passwordHash)
              .bind("now", now)
              .map(Accounts::read)
              .findOne();
        });
  }

  public Optional<Account> find(UserId id) {
    return jdbi.withHandle(
        h ->
            h.createQuery("select * from account where id = :id")
                .bind("id", id.value())
                .map(Accounts::read)
                .findOne());
  }

  /** Finds without regard to case. */
  public Optional<Account> findByEmail(String email) {
    return jdbi.withHandle(
        h ->
            h.createQuery("select * from account where lower(email) = lower(:email)")
                .bind("email", email)
                .map(Accounts::read)
                .findOne());
  }

  /** Replaces the hash, such as by one with today's parameters. */
  public void changePasswordHash(UserId id, String passwordHash) {
    jdbi.useHandle(
        h ->
            h.createUpdate("update account set password_hash = :hash where id = :id")
                .bind("id", id.value())
                .bind("hash", passwordHash)
                .execute());
  }

  public long count() {
    return jdbi.withHandle(
        h -> h.createQuery("select count(*) from account").mapTo(Long.class).one());
  }

  private static Account read(ResultSet row, StatementContext context) throws SQLException {
    return new Account(
        new UserId(row.getString("id")),
        row.getString("email"),
        row.getString("display_name"),
        row.getString("password_hash"),
        row.getBoolean("admin"),
        row.getTimestamp("created_at").toInstant());
  }
}
