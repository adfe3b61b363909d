package io.parley.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.parley.storage.blob.BlobStore;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.contract.MeetingId;
import io.parley.web.WebConfig;
import io.parley.web.access.Visitor;
import io.parley.web.http.ForwardedFor;
import io.parley.web.http.Problem;
import io.parley.web.live.LiveHub;
import io.parley.web.log.LogReader;
import io.parley.web.log.SfuDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** {@code /healthz}, {@code /metrics}, {@code /admin/status}, {@code /openapi.json}. */
final class StatusRoutes {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final WebConfig config;
  private final Catalogue catalogue;
  private final BlobStore blobs;
  private final LogReader reader;
  private final SfuDirectory sfu;
  private final LiveHub hub;
  private final BrowserSessions sessions;
  private final PrometheusMeterRegistry metrics;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final byte[] openApi;

  StatusRoutes(
      WebConfig config,
      Catalogue catalogue,
      BlobStore blobs,
      LogReader reader,
      SfuDirectory sfu,
      LiveHub hub,
      BrowserSessions sessions,
      PrometheusMeterRegistry metrics)
      throws IOException {
    this.config = config;
    this.catalogue = catalogue;
    this.blobs = blobs;
    this.reader = reader;
    this.sfu = sfu;
    this.hub = hub;
    this.sessions = sessions;
    this.metrics = metrics;
    try (InputStream in = StatusRoutes.class.getResourceAsStream("/io/parley/web/openapi.json")) {
      if (in == null) {
        throw new IOException("the OpenAPI document is missing from the jar");
      }
      this.openApi = in.readAllBytes();
    }
  }

  /** Healthy is who can answer requests: the database must be there. */
  void health(Context ctx) {
    boolean healthy = catalogue.reachable();
    ctx.status(healthy ? 200 : 503);
    ctx.header("Cache-Control", "no-store");
    ObjectNode answer = Json.MAPPER.createObjectNode();
    answer.put("status", healthy ? "ok" : "catalogue-unavailable");
    Json.answer(ctx, answer);
  }

  void metrics(Context ctx) {
    if (ForwardedFor.unnamedProxyBefore(ctx)
        || !config.trust().metricsReaders().contains(ctx.ip())) {
      throw Problem.forbidden();
    }
    ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.scrape());
  }

  void openApi(Context ctx) {
    ctx.contentType("application/json").result(openApi);
  }

  void status(Context ctx) {
    Visitor.User user = sessions.user(ctx);
    if (!user.account().admin()) {
      throw Problem.forbidden();
    }
    ObjectNode answer = Json.MAPPER.createObjectNode();
    answer
        .putObject("recogniser")
        .put("model", config.recogniser().model())
        .put("syntheticVoicesOnly", config.recogniser().syntheticVoicesOnly());
    answer
        .putObject("log")
        .put("bootstrapServers", config.log().bootstrapServers())
        .put("caughtUp", reader.caughtUp())
        .put("lag", reader.lag())
        .put("handled", reader.handled())
        .put("unreadable", reader.unreadable());
    answer
        .putObject("catalogue")
        .put("reachable", catalogue.reachable())
        .put("schemaVersion", catalogue.schemaVersion())
        .put("accounts", catalogue.accounts().count());
    answer
        .putObject("objects")
        .put("endpoint", config.blobs().endpoint())
        .put("bucket", config.blobs().bucket())
        .put("reachable", objectsReachable());
    sfu(answer.putObject("sfu"));
    answer.set("jobs", jobs());
    answer.putObject("live").put("sockets", hub.size()).put("cutOff", hub.cutOff());
    answer
        .putObject("versions")
        .put("java", Runtime.version().toString())
        .put(
            "parley",
            Optional.ofNullable(StatusRoutes.class.getPackage().getImplementationVersion())
                .orElse("development"));
    ctx.header("Cache-Control", "no-store");
    Json.answer(ctx, answer);
  }

  private void sfu(ObjectNode node) {
    Optional<Set<MeetingId>> alive = sfu.alive();
    node.put("signalUrl", config.sfu().signalUrl().toString());
    node.put("reachable", alive.isPresent());
    node.put("meetings", alive.map(Set::size).orElse(0));
  }

  private boolean objectsReachable() {
    try {
      return !blobs.exists("parley/is-anybody-there");
    } catch (IOException e) {
      return false;
    }
  }

  /** The jobs as Flink's REST API lists them; an empty list if there is nothing to ask. */
  private JsonNode jobs() {
    URI flink = config.flinkRest();
    if (flink != null) {
      try {
        HttpRequest request =
            HttpRequest.newBuilder(flink.resolve("/jobs/overview")).timeout(PATIENCE).build();
        JsonNode overview =
            Json.MAPPER.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        if (overview.path("jobs").isArray()) {
          return overview.path("jobs");
        }
      } catch (IOException e) {
        return Json.MAPPER.createArrayNode();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return Json.MAPPER.createArrayNode();
  }
}
