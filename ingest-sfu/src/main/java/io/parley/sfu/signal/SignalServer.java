package io.parley.sfu.signal;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.parley.sfu.loop.MicroClock;
import io.parley.sfu.room.Meetings;
import io.parley.sfu.whip.Streams;
import io.parley.storage.codec.RoomTokenCodec;
import io.parley.storage.contract.MeetingEvent.EndReason;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RoomToken;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The signalling WebSocket, WHIP and WHEP, health, metrics and the list of meetings. */
public final class SignalServer implements AutoCloseable {
  /** A token that opens no door. */
  static final int UNAUTHENTICATED = 4401;

  static final int MAX_MESSAGE_BYTES = 256 * 1024;
  private static final int MAX_OUTGOING_FRAMES = 2_000;
  private static final Duration PING_PERIOD = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final int THREADS = 64;

  /** A loop that does not answer within this is not waited for. */
  private static final long STATS_MILLIS = 2_000;

  /** The meeting id that a token names to see all meetings. */
  private static final String ALL_MEETINGS = "all";

  private final SignalConfig config;
  private final Meetings meetings;
  private final SignalDoor door;
  private final PrometheusMeterRegistry registry;
  private final SignalMetrics metrics;
  private final SignalSession.Surroundings around;
  private final Map<String, SignalSession> sessions = new ConcurrentHashMap<>();
  private final StreamEndpoints streams;
  private final ScheduledExecutorService pinger;
  private final Javalin javalin;

  private SignalServer(
      SignalConfig config,
      Meetings meetings,
      RoomTokenCodec tokens,
      PrometheusMeterRegistry registry,
      MicroClock clock) {
    this.config = config;
    this.meetings = meetings;
    this.registry = registry;
    this.metrics = new SignalMetrics(registry);
    this.door = new SignalDoor(tokens, meetings, Clock.systemUTC(), metrics, new AccessLog(clock));
    this.around =
        new SignalSession.Surroundings(meetings, door, metrics, clock, config.iceServers());
    this.streams = new StreamEndpoints(new Streams(meetings), around, registry);
    this.pinger =
        Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "parley-signal-ping"));
    this.javalin = Javalin.create(this::configure);
  }

  /** Listens. */
  public static SignalServer start(
      SignalConfig config,
      Meetings meetings,
      RoomTokenCodec tokens,
      PrometheusMeterRegistry registry,
      MicroClock clock) {
    SignalServer server = new SignalServer(config, meetings, tokens, registry, clock);
    server.javalin.start();
    server.pinger.scheduleAtFixedRate(
        server::pingAll, PING_PERIOD.toMillis(), PING_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    return server;
  }

  private void pingAll() {
    long limit = TimeUnit.MILLISECONDS.toMicros(config.limits().joinWithin().toMillis());
    for (SignalSession session : sessions.values()) {
      session.channel().ping();
      session.endIfIdle(limit);
    }
  }

  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    pinger.shutdownNow();
    sessions.values().forEach(session -> session.channel().close(1001, "going-away"));
    javalin.stop();
  }

  private void configure(JavalinConfig javalinConfig) {
    javalinConfig.startup.showJavalinBanner = false;
    javalinConfig.jetty.threadPool = new QueuedThreadPool(THREADS, 4);
    javalinConfig.jetty.addConnector(this::connector);
    javalinConfig.jetty.modifyServer(server -> server.setStopTimeout(2_000));
    javalinConfig.jetty.modifyWebSocketServletFactory(
        factory -> {
          factory.setMaxTextMessageSize(MAX_MESSAGE_BYTES);
          factory.setMaxBinaryMessageSize(1);
          factory.setMaxOutgoingFrames(MAX_OUTGOING_FRAMES);
          factory.setIdleTimeout(IDLE);
        });
    javalinConfig.routes.ws("/v1/signal", this::socket);
    javalinConfig.routes.get("/healthz", context -> context.json(Map.of("status", "ok")));
    javalinConfig.routes.get("/metrics", this::metrics);
    javalinConfig.routes.get("/v1/meetings", this::listMeetings);
    javalinConfig.routes.delete("/v1/meetings/{id}", this::endMeeting);
    javalinConfig.routes.get("/v1/meetings/{id}/stats", this::meetingStats);
    streams.addTo(javalinConfig.routes);
  }

  private ServerConnector connector(Server server, HttpConfiguration http) {
    http.setSendServerVersion(false);
    SignalConfig.Tls tls = config.tls();
    ServerConnector connector;
    if (tls == null) {
      connector = new ServerConnector(server, new HttpConnectionFactory(http));
    } else {
      SslContextFactory.Server ssl = new SslContextFactory.Server();
      ssl.setKeyStorePath(tls.keystore().toString());
      ssl.setKeyStorePassword(tls.password());
      SecureRequestCustomizer customizer = new SecureRequestCustomizer();
      customizer.setSniHostCheck(false);
      http.addCustomizer(customizer);
      connector = new ServerConnector(server, ssl, new HttpConnectionFactory(http));
    }
    connector.setIdleTimeout(config.limits().silence().toMillis());
    server.addBean(new NetworkConnectionLimit(config.limits().connections(), connector));
    connector.setHost(config.host());
    connector.setPort(config.port());
    return connector;
  }

  private void socket(WsConfig ws) {
    ws.onConnect(this::connected);
    ws.onMessage(context -> with(context, session -> session.message(context.message())));
    ws.onClose(
        context -> {
          SignalSession session = sessions.remove(context.sessionId());
          if (session != null) {
            metrics.connections().decrementAndGet();
            session.closed();
          }
        });
    ws.onError(context -> {});
  }

  private void connected(WsConnectContext context) {
    SocketChannel channel = new SocketChannel(context.session);
    String address = String.valueOf(context.session.getRemoteSocketAddress());
    String origin = context.header("Origin");
    if (origin != null
        && !config.allowedOrigins().isEmpty()
        && !config.allowedOrigins().contains(origin)) {
      SignalDoor.Answer foreign = door.foreign(address);
      channel.close(foreign.code(), foreign.reason());
      return;
    }
    SignalDoor.Answer answer = door.toSignal(context.queryParam("token"), address);
    RoomTokenCodec.Opened opened = answer.opened();
    if (opened == null) {
      channel.close(answer.code(), answer.reason());
      return;
    }
    metrics.connections().incrementAndGet();
    sessions.put(context.sessionId(), new SignalSession(opened, address, channel, around));
  }

  private void with(WsContext context, java.util.function.Consumer<SignalSession> action) {
    SignalSession session = sessions.get(context.sessionId());
    if (session != null) {
      action.accept(session);
    }
  }

  /** What came through a proxy shows the proxy's address, so it is nobody we know. */
  private void metrics(Context context) {
    boolean forwarded =
        context.header("X-Forwarded-For") != null || context.header("Forwarded") != null;
    if (forwarded || !config.metricsReaders().contains(context.ip())) {
      context.status(403).json(Map.of("code", "forbidden"));
      return;
    }
    context.contentType("text/plain; version=0.0.4; charset=utf-8");
    context.future(
        () ->
            meetings
                .stats()
                .orTimeout(STATS_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(late -> List.of())
                .thenAccept(
                    stats -> context.result(registry.scrape() + StatsExposition.of(stats))));
  }

  /** Everybody's media, in the words of W3C webrtc-stats. */
  private void meetingStats(Context context) {
    RoomToken token = administrator(context, context.pathParam("id"));
    if (token == null) {
      return;
    }
    Meetings.Room room = meetings.find(token.meetingId());
    if (room == null) {
      context.status(404).json(Map.of("code", "no-such-meeting"));
      return;
    }
    context.future(
        () ->
            Meetings.stats(room)
                .orTimeout(STATS_MILLIS, TimeUnit.MILLISECONDS)
                .thenAccept(stats -> context.json(stats)));
  }

  private void listMeetings(Context context) {
    if (administrator(context, ALL_MEETINGS) == null) {
      return;
    }
    context.future(
        () ->
            meetings
                .summaries()
                .thenAccept(
                    all -> context.json(Map.of("items", all.stream().map(this::item).toList()))));
  }

  private Map<String, Object> item(Meetings.Summary summary) {
    return Map.of("id", summary.id().value(), "participantCount", summary.participants());
  }

  private void endMeeting(Context context) {
    RoomToken token = administrator(context, context.pathParam("id"));
    if (token == null) {
      return;
    }
    MeetingId id = token.meetingId();
    Meetings.Room room = meetings.find(id);
    if (room == null) {
      context.status(404).json(Map.of("code", "no-such-meeting"));
      return;
    }
    room.loop().execute(() -> room.meeting().end(EndReason.HOST_ENDED));
    context.status(202).json(Map.of());
  }

  /** The token of an administrator of a meeting; null if there is none, and it was answered. */
  private @Nullable RoomToken administrator(Context context, String meeting) {
    SignalDoor.Answer answer =
        door.toAdministrate(
            context.method() + " " + context.path(),
            context.header("Authorization"),
            meeting,
            context.ip());
    RoomTokenCodec.Opened opened = answer.opened();
    if (opened == null) {
      String code = answer.code() == 401 ? "unauthenticated" : "forbidden";
      context.status(answer.code()).json(Map.of("code", code, "reason", answer.reason()));
      return null;
    }
    return opened.token();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
