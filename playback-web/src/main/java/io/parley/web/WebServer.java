package io.parley.web;

import io.javalin.Javalin;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.parley.storage.blob.BlobStore;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.codec.RoomTokenCodec;
import io.parley.storage.codec.Topics;
import io.parley.storage.search.LuceneTranscriptIndex;
import io.parley.storage.search.TranscriptIndex;
import io.parley.web.api.ApiRoutes;
import io.parley.web.api.MeetingEraser;
import io.parley.web.api.WebParts;
import io.parley.web.http.ForwardedFor;
import io.parley.web.http.SecurityHeaders;
import io.parley.web.http.StaticFiles;
import io.parley.web.live.LiveHub;
import io.parley.web.log.AbandonedMeetings;
import io.parley.web.log.LogReader;
import io.parley.web.log.LogWriter;
import io.parley.web.log.MeetingProjection;
import io.parley.web.log.SfuDirectory;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web server: pages, API and live socket. Holds no state of its own; several may run side by
 * side on one catalogue, each with its own reader id.
 */
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final long MAX_BODY_BYTES = 2 << 20;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Javalin app;
  private List<String> routes = List.of();

  private WebServer(WebConfig config, Clock clock) throws IOException {
    try {
      this.app = assemble(config, clock);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts the server and waits until it answers.
   *
   * @throws IOException if something it needs is missing, or the port is taken
   */
  public static WebServer start(WebConfig config) throws IOException {
    return start(config, Clock.systemUTC());
  }

  /**
   * @param clock for everything that happens here; the log brings its own times
   */
  public static WebServer start(WebConfig config, Clock clock) throws IOException {
    return new WebServer(config, clock);
  }

  /** The port that is bound. */
  public int port() {
    return app.port();
  }

  /** What the API answers: {@code GET /meetings/{id}} and so on, without the API's prefix. */
  List<String> apiRoutes() {
    return routes;
  }

  private Javalin assemble(WebConfig config, Clock clock) throws IOException {
    Topics topics = new Topics(config.log().topicPrefix());
    Catalogue catalogue = closing(Catalogue.open(config.catalogue()));
    BlobStore blobs = closing(new BlobStore(config.blobs()));
    blobs.ensureBucket();
    TranscriptIndex.Writer indexWriter =
        closing(LuceneTranscriptIndex.openWriter(config.indexDirectory()));
    TranscriptIndex.Reader index =
        closing(LuceneTranscriptIndex.openReader(config.indexDirectory()));
    RoomTokenCodec roomTokens = new RoomTokenCodec(config.sfu().tokenSecret(), clock);
    SfuDirectory sfu = new SfuDirectory(config.sfu().internalUrl(), roomTokens, clock);
    LogWriter log = closing(new LogWriter(config.log().bootstrapServers(), topics));
    MeetingEraser eraser = new MeetingEraser(catalogue, blobs, indexWriter, clock);
    LiveHub hub = new LiveHub(catalogue);
    MeetingProjection projection =
        new MeetingProjection(catalogue, hub, clock, eraser::eraseLeftovers);
    LogReader reader =
        closing(
            new LogReader(
                config.log().bootstrapServers(), topics, config.log().readerId(), projection));
    PrometheusMeterRegistry metrics = metrics(hub, reader);
    WebParts parts =
        WebParts.on(
            new WebParts.Ground(
                config,
                clock,
                catalogue,
                blobs,
                index,
                eraser,
                log,
                reader,
                sfu,
                roomTokens,
                hub,
                metrics));
    reader.start();
    AbandonedMeetings abandoned =
        new AbandonedMeetings(
            catalogue,
            sfu,
            log,
            clock,
            config.rules().abandonedAfter(),
            reader::caughtUp,
            projection::lastTickEpochMicros);
    schedule(config, clock, catalogue, eraser, abandoned);
    return serve(config, parts);
  }

  private Javalin serve(WebConfig config, WebParts parts) throws IOException {
    SecurityHeaders headers =
        new SecurityHeaders(config.sfu().signalUrl(), config.listen().secure());
    ApiRoutes api = new ApiRoutes(parts);
    routes = api.names();
    StaticFiles files = new StaticFiles(WebServer.class.getClassLoader(), "web");
    Javalin server =
        Javalin.create(
            javalin -> {
              javalin.startup.showJavalinBanner = false;
              javalin.http.maxRequestSize = MAX_BODY_BYTES;
              javalin.http.prefer405over404 = true;
              javalin.jetty.modifyHttpConfiguration(
                  http -> {
                    http.setSendServerVersion(false);
                    http.addCustomizer(new ForwardedFor(config.trust().proxies()));
                  });
              WebConfig.Tls tls = config.listen().tls();
              if (tls != null) {
                javalin.jetty.addConnector(
                    (jetty, http) -> secureConnector(jetty, http, config.listen(), tls));
              }
              api.register(javalin.routes, headers, files);
            });
    closing(server::stop);
    try {
      if (config.listen().tls() != null) {
        return server.start();
      }
      return server.start(config.listen().host(), config.listen().port());
    } catch (RuntimeException e) {
      throw new IOException(
          "the web server could not bind "
              + config.listen().host()
              + ":"
              + config.listen().port()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static ServerConnector secureConnector(
      Server jetty, HttpConfiguration http, WebConfig.Listen listen, WebConfig.Tls tls) {
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setKeyStorePath(tls.keyStore().toString());
    ssl.setKeyStorePassword(tls.password());
    ssl.setKeyStoreType("PKCS12");
    HttpConfiguration secure = new HttpConfiguration(http);
    secure.addCustomizer(new SecureRequestCustomizer(false));
    ServerConnector connector = new ServerConnector(jetty, ssl, new HttpConnectionFactory(secure));
    connector.setHost(listen.host());
    connector.setPort(listen.port());
    return connector;
  }

  private void schedule(
      WebConfig config,
      Clock clock,
      Catalogue catalogue,
      MeetingEraser eraser,
      AbandonedMeetings abandoned) {
    ScheduledThreadPoolExecutor housekeeping =
        new ScheduledThreadPoolExecutor(1, work -> new Thread(work, "web-housekeeping"));
    closing(
        () -> {
          housekeeping.shutdownNow();
          housekeeping.awaitTermination(5, TimeUnit.SECONDS);
        });
    long look = Math.max(100, config.rules().abandonedAfter().toMillis() / 4);
    every(housekeeping, look, look, "abandoned meetings", abandoned::sweep);
    every(
        housekeeping,
        0,
        Duration.ofMinutes(10).toMillis(),
        "retention",
        () -> {
          catalogue.prune(clock.instant());
          Duration kept = config.rules().retention();
          return kept == null ? 0 : eraser.applyRetention(kept);
        });
  }

  private static void every(
      ScheduledThreadPoolExecutor executor,
      long firstMillis,
      long millis,
      String what,
      IntSupplier work) {
    executor.scheduleWithFixedDelay(
        () -> {
          try {
            int done = work.getAsInt();
            if (done > 0) {
              LOG.info("{}: {}", what, done);
            }
          } catch (RuntimeException e) {
            LOG.warn("looking after {} failed; trying again later", what, e);
          }
        },
        firstMillis,
        millis,
        TimeUnit.MILLISECONDS);
  }

  private PrometheusMeterRegistry metrics(LiveHub hub, LogReader reader) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    closing(metrics::close);
    Gauge.builder("parley_web_live_sockets", hub, LiveHub::size).register(metrics);
    Gauge.builder("parley_web_live_cut_off", hub, LiveHub::cutOff).register(metrics);
    Gauge.builder("parley_web_log_lag", reader, LogReader::lag).register(metrics);
    Gauge.builder("parley_web_log_handled", reader, LogReader::handled).register(metrics);
    Gauge.builder("parley_web_log_unreadable", reader, LogReader::unreadable).register(metrics);
    new JvmMemoryMetrics().bindTo(metrics);
    new JvmThreadMetrics().bindTo(metrics);
    new ProcessorMetrics().bindTo(metrics);
    closing(bound(new JvmGcMetrics(), metrics));
    return metrics;
  }

  private static JvmGcMetrics bound(JvmGcMetrics gc, PrometheusMeterRegistry metrics) {
    gc.bindTo(metrics);
    return gc;
  }

  private <T extends AutoCloseable> T closing(T part) {
    open.push(part);
    return part;
  }

  /** Stops answering, then lets go of everything; what could not be closed is logged. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      AutoCloseable part = open.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not close", part, e);
      }
    }
  }
}
