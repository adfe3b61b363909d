package io.parley.web.api;

import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.parley.storage.catalogue.Admission;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.contract.ParticipantId;
import io.parley.web.access.Right;
import io.parley.web.access.Visitor;
import io.parley.web.http.Problem;
import io.parley.web.live.ChatDesk;
import io.parley.web.live.LiveConnection;
import io.parley.web.live.LiveHub;
import io.parley.web.live.Outlet;
import io.parley.web.live.RateLimit;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/** {@code /live}: opens the live socket to those who may follow the meeting. */
final class LiveRoute {
  /** Longest message of a browser: a chat text of 4,000 characters, escaped, fits. */
  static final int MAX_MESSAGE_BYTES = 32 * 1024;

  static final Duration IDLE = Duration.ofSeconds(60);
  private static final int BURST = 20;
  private static final double PER_SECOND = 5;
  private static final String MEETING = "parley.meeting";
  private static final String PARTICIPANT = "parley.participant";

  private final Catalogue catalogue;
  private final MeetingDoor door;
  private final BrowserSessions sessions;
  private final LiveHub hub;
  private final ChatDesk desk;
  private final @Nullable URI publicUrl;
  private final Map<String, Open> open = new ConcurrentHashMap<>();

  LiveRoute(
      Catalogue catalogue,
      MeetingDoor door,
      BrowserSessions sessions,
      LiveHub hub,
      ChatDesk desk,
      @Nullable URI publicUrl) {
    this.catalogue = catalogue;
    this.door = door;
    this.sessions = sessions;
    this.hub = hub;
    this.desk = desk;
    this.publicUrl = publicUrl;
  }

  private record Open(LiveConnection connection, RateLimit limit) {}

  /** Before the upgrade: other sites' pages and people without the right get an HTTP error. */
  void beforeUpgrade(Context ctx) {
    requireOwnOrigin(ctx);
    Meeting meeting = door.enter(ctx, Right.FOLLOW);
    ctx.attribute(MEETING, meeting);
    participant(sessions.visitor(ctx), meeting).ifPresent(id -> ctx.attribute(PARTICIPANT, id));
  }

  void configure(WsConfig ws) {
    ws.onConnect(
        ctx -> {
          Meeting meeting = ctx.attribute(MEETING);
          if (meeting == null) {
            ctx.closeSession(1008, "not admitted");
            return;
          }
          ctx.session.setIdleTimeout(IDLE);
          ctx.session.setMaxTextMessageSize(MAX_MESSAGE_BYTES);
          ParticipantId participant = ctx.attribute(PARTICIPANT);
          LiveConnection connection = hub.connect(meeting, participant, outlet(ctx.session));
          open.put(ctx.sessionId(), new Open(connection, new RateLimit(BURST, PER_SECOND)));
        });
    ws.onMessage(
        ctx -> {
          Open known = open.get(ctx.sessionId());
          if (known != null) {
            desk.receive(known.connection(), known.limit(), ctx.message());
          }
        });
    ws.onBinaryMessage(ctx -> ctx.closeSession(1003, "text only"));
    ws.onClose(this::gone);
    ws.onError(this::gone);
  }

  private void gone(WsContext ctx) {
    Open known = open.remove(ctx.sessionId());
    if (known != null) {
      hub.disconnect(known.connection());
    }
  }

  private static Outlet outlet(Session session) {
    return new Outlet() {
      @Override
      public void send(String text, Consumer<Boolean> done) {
        session.sendText(
            text, Callback.from(() -> done.accept(true), failure -> done.accept(false)));
      }

      @Override
      public void cut() {
        session.disconnect();
      }
    };
  }

  /** As whom the visitor is in the meeting. */
  private Optional<ParticipantId> participant(Visitor visitor, Meeting meeting) {
    if (visitor instanceof Visitor.Guest guest) {
      return Optional.of(guest.participantId());
    }
    if (visitor instanceof Visitor.User user) {
      return catalogue
          .admissions()
          .latestOf(meeting.id(), user.account().id())
          .map(Admission::participantId);
    }
    return Optional.empty();
  }

  /**
   * Browsers send cookies with WebSockets of any page, so the page's origin must be ours; programs
   * that are no browsers send no origin.
   */
  private void requireOwnOrigin(Context ctx) {
    String origin = ctx.header("Origin");
    if (origin == null || isOurs(origin, ctx.host())) {
      return;
    }
    throw Problem.of(403, "foreign-origin", "The live socket is for this site's own pages.");
  }

  private boolean isOurs(String origin, @Nullable String host) {
    try {
      URI from = URI.create(origin);
      URI ours = publicUrl;
      boolean published =
          ours != null
              && from.getScheme() != null
              && from.getScheme().equalsIgnoreCase(ours.getScheme())
              && String.valueOf(from.getAuthority()).equalsIgnoreCase(ours.getAuthority());
      return published || String.valueOf(from.getAuthority()).equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
