package io.parley.web.api;

import io.javalin.http.Context;
import io.parley.storage.catalogue.AuditLog;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.contract.MeetingId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes down who did what. */
public final class Audit {
  /** Looking at one meeting's recording for so long is one entry. */
  private static final Duration ONE_VIEWING = Duration.ofHours(1);

  private static final int VIEWINGS = 10_000;

  private final Catalogue catalogue;
  private final BrowserSessions sessions;
  private final Clock clock;
  private final Map<String, Instant> viewings =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > VIEWINGS;
        }
      };

  public Audit(Catalogue catalogue, BrowserSessions sessions, Clock clock) {
    this.catalogue = catalogue;
    this.sessions = sessions;
    this.clock = clock;
  }

  public void record(Context ctx, String action, @Nullable MeetingId meeting, String detail) {
    catalogue
        .audit()
        .append(
            new AuditLog.Entry(
                clock.instant(), sessions.visitor(ctx).actor(), action, meeting, ctx.ip(), detail));
  }

  /** Records that a visitor looks at a recording, once for all its segments. */
  public void viewed(Context ctx, MeetingId meeting) {
    String key = sessions.visitor(ctx).actor() + " " + ctx.ip() + " " + meeting.value();
    Instant now = clock.instant();
    synchronized (viewings) {
      Instant last = viewings.get(key);
      if (last != null && now.isBefore(last.plus(ONE_VIEWING))) {
        return;
      }
      viewings.put(key, now);
    }
    record(ctx, "recording-viewed", meeting, "");
  }
}
