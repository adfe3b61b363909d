package io.parley.storage.catalogue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.parley.storage.contract.MeetingId;
import java.time.Instant;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Accounts, meetings and everything known about them, in PostgreSQL.
 *
 * <p>Writes that follow from the log are upserts: repeating them, in any order, gives the same
 * rows. They return false, and write nothing, for a meeting the catalogue does not hold (never
 * created here, or deleted), so that a replay cannot bring a deleted meeting back.
 *
 * <p>Safe for use by many threads; every call blocks on the database. Failures of the database are
 * {@link JdbiException}s.
 */
public final class Catalogue implements AutoCloseable {
  private static final long CONNECT_MILLIS = 10_000;

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Catalogue(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Connects and brings the schema to this version's; several processes may do so at once.
   *
   * @throws RuntimeException if the database can't be reached or holds a schema of another make
   */
  public static Catalogue open(CatalogueConfig config) {
    HikariConfig hikari = new HikariConfig();
    hikari.setJdbcUrl(config.jdbcUrl());
    hikari.setUsername(config.user());
    hikari.setPassword(config.password());
    hikari.setMaximumPoolSize(config.poolSize());
    hikari.setMinimumIdle(1);
    hikari.setConnectionTimeout(CONNECT_MILLIS);
    hikari.setPoolName("catalogue");
    HikariDataSource pool = new HikariDataSource(hikari);
    try {
      Flyway.configure(Catalogue.class.getClassLoader())
          .dataSource(config.jdbcUrl(), config.user(), config.password())
          .locations("classpath:db/migration")
          .load()
          .migrate();
      return new Catalogue(pool);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /** Did the catalogue throw this because the database failed it? */
  public static boolean isFailure(Throwable thrown) {
    return thrown instanceof JdbiException;
  }

  public Accounts accounts() {
    return new Accounts(jdbi);
  }

  public LoginSessions loginSessions() {
    return new LoginSessions(jdbi);
  }

  public LoginFailures loginFailures() {
    return new LoginFailures(jdbi);
  }

  public Meetings meetings() {
    return new Meetings(jdbi);
  }

  public Admissions admissions() {
    return new Admissions(jdbi);
  }

  public Participants participants() {
    return new Participants(jdbi);
  }

  public ChatMessages chat() {
    return new ChatMessages(jdbi);
  }

  public Recordings recordings() {
    return new Recordings(jdbi);
  }

  public Transcripts transcripts() {
    return new Transcripts(jdbi);
  }

  public MinutesVersions minutes() {
    return new MinutesVersions(jdbi);
  }

  public AuditLog audit() {
    return new AuditLog(jdbi);
  }

  /** Whether the database answers now. */
  public boolean reachable() {
    try {
      return jdbi.withHandle(h -> h.createQuery("select 1").mapTo(Integer.class).one()) == 1;
    } catch (JdbiException e) {
      return false;
    }
  }

  /** The version of the schema, such as {@code 1}. */
  public String schemaVersion() {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select version from flyway_schema_history where success"
                        + " order by installed_rank desc limit 1")
                .mapTo(String.class)
                .one());
  }

  /** Whether {@code id} once was a meeting and was deleted. */
  public boolean wasDeleted(MeetingId id) {
    return meetings().wasDeleted(id);
  }

  /** Removes what has expired by {@code now}: login sessions and failed logins. */
  public void prune(Instant now) {
    loginSessions().prune(now);
    loginFailures().prune(now);
  }

  @Override
  public void close() {
    pool.close();
  }
}
