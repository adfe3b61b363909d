package io.parley.web.api;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.LoginSession;
import io.parley.storage.contract.UserId;
import io.parley.web.access.Tokens;
import io.parley.web.access.Visitor;
import io.parley.web.http.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is behind a request: reads and sets the session cookie.
 *
 * <p>A browser that is neither signed in nor a guest has a token too, which only carries its CSRF
 * token. Signing in and out makes a new token, so that a token planted beforehand is worth nothing.
 * Becoming a guest keeps it: the page that joins goes on with the CSRF token it has, and a guest
 * has no rights but those of the meeting it just joined.
 */
public final class BrowserSessions {
  public static final String COOKIE = "parley_session";
  public static final String CSRF_HEADER = "X-CSRF-Token";
  private static final String VISITOR = "parley.visitor";
  private static final String TOKEN = "parley.token";

  private final Catalogue catalogue;
  private final Tokens tokens;
  private final Clock clock;
  private final Duration lifetime;
  private final boolean secure;

  public BrowserSessions(
      Catalogue catalogue, Tokens tokens, Clock clock, Duration lifetime, boolean secure) {
    this.catalogue = catalogue;
    this.tokens = tokens;
    this.clock = clock;
    this.lifetime = lifetime;
    this.secure = secure;
  }

  /** The visitor behind a token; anonymous if the token is missing, unknown or expired. */
  public Visitor visitorOf(@Nullable String token) {
    if (token == null || !Tokens.isSession(token)) {
      return new Visitor.Anonymous();
    }
    byte[] hash = Tokens.hash(token);
    Instant now = clock.instant();
    Optional<LoginSession> session = catalogue.loginSessions().find(hash, now);
    if (session.isEmpty()) {
      return new Visitor.Anonymous();
    }
    catalogue.loginSessions().touch(hash, now, lifetime);
    if (session.get() instanceof LoginSession.OfGuest guest) {
      return new Visitor.Guest(guest.meetingId(), guest.participantId(), guest.displayName());
    }
    UserId user = ((LoginSession.OfAccount) session.get()).userId();
    return catalogue
        .accounts()
        .find(user)
        .<Visitor>map(Visitor.User::new)
        .orElseGet(Visitor.Anonymous::new);
  }

  /** The visitor of this request. */
  public Visitor visitor(Context ctx) {
    Visitor known = ctx.attribute(VISITOR);
    if (known != null) {
      return known;
    }
    Visitor visitor = visitorOf(token(ctx));
    ctx.attribute(VISITOR, visitor);
    return visitor;
  }

  /**
   * The account of this request.
   *
   * @throws Problem 401 if the visitor isn't signed in
   */
  public Visitor.User user(Context ctx) {
    if (visitor(ctx) instanceof Visitor.User user) {
      return user;
    }
    throw Problem.loginRequired();
  }

  /** The CSRF token of the browser; a browser without a session gets a token to bind it to. */
  public String csrfToken(Context ctx) {
    String token = token(ctx);
    if (token == null) {
      token = tokens.newSession();
      setCookie(ctx, token, -1);
    }
    return tokens.csrf(token);
  }

  /**
   * @throws Problem 403 if a changing request doesn't bear the CSRF token of its session
   */
  public void requireCsrf(Context ctx) {
    String token = token(ctx);
    String given = ctx.header(CSRF_HEADER);
    if (token == null || given == null || !tokens.csrfMatches(token, given)) {
      throw Problem.of(
          403, "csrf", "The X-CSRF-Token of this session is missing: ask /api/v1/me for it.");
    }
  }

  public void signIn(Context ctx, UserId user) {
    forget(ctx);
    String token = tokens.newSession();
    open(token, new LoginSession.OfAccount(user));
    setCookie(ctx, token, (int) lifetime.toSeconds());
  }

  public void becomeGuest(Context ctx, LoginSession.OfGuest guest) {
    String token = token(ctx);
    if (token == null) {
      throw new IllegalStateException("a changing request has a token");
    }
    open(token, guest);
    setCookie(ctx, token, (int) lifetime.toSeconds());
  }

  public void signOut(Context ctx) {
    forget(ctx);
    setCookie(ctx, tokens.newSession(), -1);
  }

  private void open(String token, LoginSession session) {
    Instant now = clock.instant();
    catalogue.loginSessions().open(Tokens.hash(token), session, now, now.plus(lifetime));
  }

  private void forget(Context ctx) {
    String token = token(ctx);
    if (token != null) {
      catalogue.loginSessions().close(Tokens.hash(token));
    }
  }

  private static @Nullable String token(Context ctx) {
    String changed = ctx.attribute(TOKEN);
    if (changed != null) {
      return changed;
    }
    String cookie = ctx.cookie(COOKIE);
    return cookie != null && Tokens.isSession(cookie) ? cookie : null;
  }

  private void setCookie(Context ctx, String token, int maxAgeSeconds) {
    ctx.attribute(TOKEN, token);
    ctx.attribute(VISITOR, null);
    ctx.cookie(new Cookie(COOKIE, token, "/", maxAgeSeconds, secure, true, null, SameSite.LAX));
  }
}
