package io.parley.web.access;

import io.parley.storage.catalogue.LoginFailures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Slows guessing down: so many failures per account and per address in a while, and no more tries
 * until the oldest is that long ago. Tries count as failed from their start, so that many at once
 * gain nothing.
 */
public final class LoginThrottle {
  static final Duration WINDOW = Duration.ofMinutes(15);
  static final int PER_ACCOUNT = 10;
  static final int PER_ADDRESS = 50;

  private final LoginFailures failures;
  private final Clock clock;

  public LoginThrottle(LoginFailures failures, Clock clock) {
    this.failures = failures;
    this.clock = clock;
  }

  /** A try under way. */
  public record Attempt(String accountSubject, String addressSubject, Instant at) {}

  /**
   * Begins a try.
   *
   * @return how long to wait; empty if the try may go on, and then it counts as failed until {@link
   *     #succeeded}
   */
  public Optional<Duration> begin(Attempt attempt) {
    Optional<Duration> wait =
        longer(
            waiting(attempt.accountSubject(), PER_ACCOUNT, attempt.at()),
            waiting(attempt.addressSubject(), PER_ADDRESS, attempt.at()));
    if (wait.isEmpty()) {
      failures.record(attempt.accountSubject(), attempt.at());
      failures.record(attempt.addressSubject(), attempt.at());
    }
    return wait;
  }

  public Attempt attempt(String email, String address) {
    return new Attempt(
        "account:" + email.toLowerCase(Locale.ROOT), "address:" + address, clock.instant());
  }

  /** The password was right: the account's failures are forgotten, the address's others stay. */
  public void succeeded(Attempt attempt) {
    failures.forget(attempt.accountSubject());
    failures.withdraw(attempt.addressSubject(), attempt.at());
  }

  private Optional<Duration> waiting(String subject, int allowed, Instant now) {
    List<Instant> recent = failures.since(subject, now.minus(WINDOW));
    if (recent.size() < allowed) {
      return Optional.empty();
    }
    Instant mustPass = recent.get(recent.size() - allowed);
    return Optional.of(Duration.between(now, mustPass.plus(WINDOW)).plusSeconds(1));
  }

  private static Optional<Duration> longer(Optional<Duration> a, Optional<Duration> b) {
    if (a.isPresent() && b.isPresent()) {
      return a.get().compareTo(b.get()) >= 0 ? a : b;
    }
    return a.isPresent() ? a : b;
  }
}
