package io.parley.web.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.parley.storage.codec.ObjectKeys.TranscriptFormat;
import io.parley.web.export.MinutesExport;
import io.parley.web.http.Problem;
import io.parley.web.http.ProblemDocuments;
import io.parley.web.http.SecurityHeaders;
import io.parley.web.http.StaticFiles;
import io.parley.web.log.LogWriter.LogUnavailable;
import java.util.List;
import java.util.Set;

/**
 * Every route of the server, in one place and in order: headers first, then the CSRF check, then
 * the API, and what is left belongs to the front end.
 */
public final class ApiRoutes {
  private static final String API = "/api/v1";
  private static final String LIVE = API + "/meetings/{id}/live";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final WebParts parts;

  public ApiRoutes(WebParts parts) {
    this.parts = parts;
  }

  /**
   * A route of the API.
   *
   * @param path with parameters in braces; angle brackets around one that may contain slashes
   */
  private record Route(HandlerType method, String path, Handler handler) {}

  /** The routes of the API, as documented in {@code openapi.json}. */
  private List<Route> all() {
    AccountRoutes accounts = parts.accounts();
    MeetingRoutes meetings = parts.meetings();
    InviteRoutes invites = parts.invites();
    MediaRoutes media = parts.media();
    MinutesRoutes minutes = parts.minutes();
    ExportRoutes exports = parts.exports();
    StatusRoutes status = parts.status();
    return List.of(
        get("/me", accounts::me),
        post("/accounts", accounts::register),
        post("/session", accounts::signIn),
        delete("/session", accounts::signOut),
        post("/meetings", meetings::create),
        get("/meetings", meetings::list),
        get("/meetings/{id}", meetings::get),
        new Route(HandlerType.PATCH, API + "/meetings/{id}", meetings::change),
        delete("/meetings/{id}", meetings::delete),
        post("/meetings/{id}/end", meetings::end),
        post("/meetings/{id}/streaming-keys", parts.streamingKeys()::create),
        get("/meetings/{id}/participants", meetings::participants),
        get("/meetings/{id}/chat", meetings::chat),
        get("/invites/{code}", invites::get),
        post("/invites/{code}/join", invites::join),
        get("/meetings/{id}/recording", media::recording),
        get("/meetings/{id}/media/<path>", media::media),
        get("/meetings/{id}/transcript", parts.transcripts()::transcript),
        get("/meetings/{id}/minutes", minutes::get),
        new Route(HandlerType.PUT, API + "/meetings/{id}/minutes", minutes::put),
        get("/meetings/{id}/minutes/versions", minutes::versions),
        get(
            "/meetings/{id}/exports/minutes.md",
            ctx -> exports.minutes(ctx, MinutesExport.MARKDOWN)),
        get("/meetings/{id}/exports/minutes.pdf", ctx -> exports.minutes(ctx, MinutesExport.PDF)),
        get("/meetings/{id}/exports/minutes.docx", ctx -> exports.minutes(ctx, MinutesExport.DOCX)),
        get(
            "/meetings/{id}/exports/captions.vtt",
            ctx -> exports.captions(ctx, TranscriptFormat.VTT)),
        get(
            "/meetings/{id}/exports/captions.srt",
            ctx -> exports.captions(ctx, TranscriptFormat.SRT)),
        get("/meetings/{id}/exports/recording.mp4", exports::recording),
        get("/meetings/{id}/exports/people/{trackId}", exports::person),
        get("/search", parts.search()::search),
        get("/admin/status", status::status),
        get("/openapi.json", status::openApi),
        get("/healthz", status::health),
        get("/metrics", status::metrics));
  }

  /** The routes as the OpenAPI document names them. */
  public List<String> names() {
    return all().stream()
        .map(
            route ->
                route.method()
                    + " "
                    + route.path().substring(API.length()).replace('<', '{').replace('>', '}'))
        .toList();
  }

  /** Registers everything. */
  public void register(RoutesConfig routes, SecurityHeaders headers, StaticFiles files) {
    routes.before(headers::apply);
    routes.before(API + "/*", this::requireCsrf);
    for (Route route : all()) {
      routes.addHttpHandler(route.method(), route.path(), route.handler());
    }
    routes.head(API + "/meetings/{id}/media/<path>", parts.media()::media);
    routes.head(API + "/meetings/{id}/exports/recording.mp4", parts.exports()::recording);
    routes.head(API + "/meetings/{id}/exports/people/{trackId}", parts.exports()::person);
    LiveRoute live = parts.live();
    routes.wsBeforeUpgrade(LIVE, live::beforeUpgrade);
    routes.ws(LIVE, live::configure);
    routes.get("/healthz", parts.status()::health);
    routes.get("/metrics", parts.status()::metrics);
    routes.get(
        "/*",
        ctx -> {
          if (ctx.path().startsWith("/api/")) {
            throw Problem.notFound();
          }
          files.serve(ctx);
        });
    routes.exception(
        LogUnavailable.class,
        (failure, ctx) ->
            ProblemDocuments.write(
                Problem.of(503, "log-unavailable", "The log did not take it; try again.")
                    .with("Retry-After", "5"),
                ctx));
    routes.exception(HttpResponseException.class, ProblemDocuments::answer);
    routes.exception(Exception.class, ProblemDocuments::answer);
  }

  private void requireCsrf(Context ctx) {
    if (!SAFE.contains(ctx.req().getMethod())) {
      parts.sessions().requireCsrf(ctx);
    }
  }

  private static Route get(String path, Handler handler) {
    return new Route(HandlerType.GET, API + path, handler);
  }

  private static Route post(String path, Handler handler) {
    return new Route(HandlerType.POST, API + path, handler);
  }

  private static Route delete(String path, Handler handler) {
    return new Route(HandlerType.DELETE, API + path, handler);
  }
}
