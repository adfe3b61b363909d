package io.parley.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.parley.storage.catalogue.Account;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.contract.UserId;
import io.parley.web.WebConfig;
import io.parley.web.access.LoginThrottle;
import io.parley.web.access.Passwords;
import io.parley.web.access.Tokens;
import io.parley.web.access.Visitor;
import io.parley.web.http.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /me}, {@code /accounts}, {@code /session}. */
final class AccountRoutes {
  /** One at sign, a dot behind it, no white space: what mail servers think of it, they say. */
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]+\\.[^@\\s.]+");

  private static final int LONGEST_EMAIL = 254;
  static final int LONGEST_NAME = 80;

  private final Catalogue catalogue;
  private final BrowserSessions sessions;
  private final Passwords passwords;
  private final LoginThrottle throttle;
  private final Tokens tokens;
  private final Audit audit;
  private final WebConfig.Rules rules;
  private final WebConfig.Recogniser recogniser;
  private final Clock clock;

  AccountRoutes(
      Catalogue catalogue,
      BrowserSessions sessions,
      Passwords passwords,
      Tokens tokens,
      Audit audit,
      WebConfig config,
      Clock clock) {
    this.catalogue = catalogue;
    this.sessions = sessions;
    this.passwords = passwords;
    this.throttle = new LoginThrottle(catalogue.loginFailures(), clock);
    this.tokens = tokens;
    this.audit = audit;
    this.rules = config.rules();
    this.recogniser = config.recogniser();
    this.clock = clock;
  }

  void me(Context ctx) {
    Visitor visitor = sessions.visitor(ctx);
    ctx.header("Cache-Control", "no-store");
    Json.answer(
        ctx,
        new Views.Me(
            visitor instanceof Visitor.User user ? view(user.account()) : null,
            visitor instanceof Visitor.Guest guest
                ? new Views.GuestView(
                    guest.meetingId().value(), guest.participantId().value(), guest.displayName())
                : null,
            sessions.csrfToken(ctx),
            registrationOpen(),
            new Views.RecogniserView(recogniser.model(), recogniser.syntheticVoicesOnly())));
  }

  void register(Context ctx) {
    if (!registrationOpen()) {
      throw Problem.of(403, "registration-closed", "Accounts are made by the administrator.");
    }
    ObjectNode body = Json.body(ctx);
    String email = Json.text(body, "email", LONGEST_EMAIL);
    String name = Json.text(body, "displayName", LONGEST_NAME);
    if (!EMAIL.matcher(email).matches()) {
      throw Problem.field("email", "email-invalid", "That is no email address.");
    }
    String password = newPassword(body, email);
    UserId id = new UserId("u-" + tokens.newName(16));
    Account account =
        catalogue
            .accounts()
            .create(id, email, name, passwords.hash(password), clock.instant())
            .orElseThrow(
                () -> Problem.field("email", "email-taken", "There is an account with it."));
    sessions.signIn(ctx, account.id());
    audit.record(ctx, "registered", null, "");
    ctx.status(201);
    Json.answer(ctx, new Views.SignedIn(view(account)));
  }

  void signIn(Context ctx) {
    ObjectNode body = Json.body(ctx);
    String email = Json.text(body, "email", LONGEST_EMAIL);
    String password = body.path("password").asText();
    LoginThrottle.Attempt attempt = throttle.attempt(email, ctx.ip());
    Optional<Duration> wait = throttle.begin(attempt);
    if (wait.isPresent()) {
      audit.record(ctx, "login-throttled", null, email);
      throw Problem.of(429, "too-many-attempts", "Too many failed logins; wait a little.")
          .with("Retry-After", Long.toString(Math.max(1, wait.get().toSeconds())));
    }
    Optional<Account> account = catalogue.accounts().findByEmail(email);
    boolean right =
        password.length() <= Passwords.LONGEST
            && (account.isPresent()
                ? passwords.verify(password, account.get().passwordHash())
                : passwords.verifyNobody(password));
    if (!right || account.isEmpty()) {
      audit.record(ctx, "login-failed", null, email);
      throw Problem.of(401, "wrong-credentials", "Email or password is wrong.");
    }
    throttle.succeeded(attempt);
    if (passwords.outdated(account.get().passwordHash())) {
      catalogue.accounts().changePasswordHash(account.get().id(), passwords.hash(password));
    }
    sessions.signIn(ctx, account.get().id());
    audit.record(ctx, "login", null, "");
    Json.answer(ctx, new Views.SignedIn(view(account.get())));
  }

  void signOut(Context ctx) {
    audit.record(ctx, "logout", null, "");
    sessions.signOut(ctx);
    ctx.status(204);
  }

  private boolean registrationOpen() {
    return rules.registrationOpen() || catalogue.accounts().count() == 0;
  }

  private static String newPassword(ObjectNode body, String email) {
    String password = body.path("password").asText();
    if (password.codePointCount(0, password.length()) < Passwords.SHORTEST) {
      throw Problem.field(
          "password", "password-too-short", "At least " + Passwords.SHORTEST + " characters.");
    }
    if (password.length() > Passwords.LONGEST) {
      throw Problem.field(
          "password", "password-too-long", "At most " + Passwords.LONGEST + " characters.");
    }
    boolean oneLetter = password.codePoints().distinct().count() < 4;
    if (oneLetter || password.toLowerCase(Locale.ROOT).equals(email.toLowerCase(Locale.ROOT))) {
      throw Problem.field("password", "password-too-simple", "Anybody would guess that.");
    }
    return password;
  }

  private static Views.UserView view(Account account) {
    return new Views.UserView(
        account.id().value(), account.email(), account.displayName(), account.admin());
  }
}
