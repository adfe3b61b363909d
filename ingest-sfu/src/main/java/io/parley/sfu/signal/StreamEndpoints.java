package io.parley.sfu.signal;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.sfu.sdp.SessionDescription;
import io.parley.sfu.whip.StreamException;
import io.parley.sfu.whip.StreamException.Reason;
import io.parley.sfu.whip.Streams;
import io.parley.storage.codec.RoomTokenCodec;
import io.parley.storage.codec.RoomTokenException;
import io.parley.storage.contract.RoomToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * WHIP and WHEP over HTTP: {@code /v1/whip} and {@code /v1/whep} take offers, an address below each
 * is a session. A request carries a room token as bearer (RFC 6750) and no cookie, so pages of all
 * origins may ask (RFC 9725 §4.9).
 */
final class StreamEndpoints {
  private static final String SDP = "application/sdp";
  private static final String FRAGMENT = "application/trickle-ice-sdpfrag";
  private static final String AT_ENDPOINT = "POST, OPTIONS";
  private static final String AT_SESSION = "PATCH, DELETE, OPTIONS";

  /** The attribute of a request that holds its good token. */
  private static final String BEARER = "bearer";

  /** When it may be worth to ask again for what is not there yet, seconds. */
  private static final int RETRY_SECONDS = 2;

  private final Streams streams;
  private final SignalDoor door;
  private final MeterRegistry registry;
  private final SignalSession.Surroundings around;

  /** Refused, with a status that has no meaning beyond HTTP. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;
    private final String code;

    Refusal(int status, String code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }
  }

  /** What may be refused before it becomes a future. */
  private interface Request {
    CompletableFuture<?> run() throws Refusal;
  }

  StreamEndpoints(Streams streams, SignalSession.Surroundings around, MeterRegistry registry) {
    this.streams = streams;
    this.around = around;
    this.door = around.door();
    this.registry = registry;
    registry.gauge("parley.whip.sessions", streams, Streams::size);
  }

  void addTo(RoutesConfig routes) {
    for (Streams.Kind kind : Streams.Kind.values()) {
      String endpoint = "/v1/" + kind.path();
      String session = endpoint + "/{id}";
      routes.post(endpoint, context -> answer(context, kind, () -> open(context, kind)));
      routes.patch(session, context -> answer(context, kind, () -> patch(context, kind)));
      routes.delete(session, context -> answer(context, kind, () -> close(context, kind)));
      routes.options(endpoint, context -> options(context, AT_ENDPOINT, "Accept-Post", SDP));
      routes.options(session, context -> options(context, AT_SESSION, "Accept-Patch", FRAGMENT));
      routes.get(endpoint, context -> notAllowed(context, AT_ENDPOINT));
      routes.put(endpoint, context -> notAllowed(context, AT_ENDPOINT));
      routes.patch(endpoint, context -> notAllowed(context, AT_ENDPOINT));
      routes.delete(endpoint, context -> notAllowed(context, AT_ENDPOINT));
      routes.get(session, context -> notAllowed(context, AT_SESSION));
      routes.put(session, context -> notAllowed(context, AT_SESSION));
      routes.post(session, context -> notAllowed(context, AT_SESSION));
    }
  }

  private void answer(Context context, Streams.Kind kind, Request request) {
    cors(context);
    CompletableFuture<?> future;
    try {
      future = request.run();
    } catch (Refusal e) {
      future = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<?> answered =
        future.handle(
            (done, failure) -> {
              if (failure != null) {
                refuse(context, kind, failure);
              }
              return done;
            });
    context.future(() -> answered);
  }

  private CompletableFuture<?> open(Context context, Streams.Kind kind) throws Refusal {
    requireType(context, SDP);
    String accept = context.header("Accept");
    if (accept != null
        && !accept.contains(SDP)
        && !accept.contains("*/*")
        && !accept.contains("application/*")) {
      throw new Refusal(406, "not-acceptable", "answers are " + SDP);
    }
    String compact = compact(context);
    RoomToken token = verified(context, compact);
    return streams
        .open(kind, token, compact, body(context))
        .thenAccept(
            opened -> {
              context.status(201).contentType(SDP);
              context.header("Location", "/v1/" + kind.path() + "/" + opened.id());
              context.header("ETag", '"' + opened.entityTag() + '"');
              context.header("Accept-Patch", FRAGMENT);
              String client = token.participantId().value();
              for (String link : around.iceServers().links(client, around.now())) {
                context.res().addHeader("Link", link);
              }
              context.result(opened.answer());
            });
  }

  private CompletableFuture<?> patch(Context context, Streams.Kind kind) throws Refusal {
    requireType(context, FRAGMENT);
    Streams.Bearer bearer = bearer(context);
    return streams
        .patch(kind, context.pathParam("id"), bearer, context.header("If-Match"), body(context))
        .thenAccept(
            patched -> {
              context.header("ETag", '"' + patched.entityTag() + '"');
              String answer = patched.answer();
              if (answer == null) {
                context.status(204);
              } else {
                context.status(200).contentType(FRAGMENT).result(answer);
              }
            });
  }

  private CompletableFuture<?> close(Context context, Streams.Kind kind) throws Refusal {
    return streams
        .close(kind, context.pathParam("id"), bearer(context))
        .thenAccept(closed -> context.status(200));
  }

  private void options(Context context, String methods, String acceptName, String accepted) {
    cors(context);
    context.header("Allow", methods);
    context.header(acceptName, accepted);
    context.header("Access-Control-Allow-Methods", methods);
    context.header("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match");
    context.header("Access-Control-Max-Age", "86400");
    context.status(204);
  }

  private void notAllowed(Context context, String methods) {
    cors(context);
    context.header("Allow", methods);
    problem(context, 405, "method-not-allowed", "only " + methods);
  }

  private static void cors(Context context) {
    context.header("Access-Control-Allow-Origin", "*");
    context.header(
        "Access-Control-Expose-Headers", "Location, ETag, Link, Accept-Patch, Retry-After");
  }

  private void refuse(Context context, Streams.Kind kind, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    String code = "internal";
    if (cause instanceof StreamException e) {
      code = e.reason().code();
      if (e.reason() == Reason.NOT_LIVE || e.reason() == Reason.MEETING_FULL) {
        context.header("Retry-After", Integer.toString(RETRY_SECONDS));
      }
      problem(context, e.reason().status(), code, String.valueOf(e.getMessage()));
    } else if (cause instanceof Refusal e) {
      code = e.code;
      if (e.status == 401) {
        context.header("WWW-Authenticate", "Bearer realm=\"parley\"");
      }
      problem(context, e.status, code, String.valueOf(e.getMessage()));
    } else {
      problem(context, 500, code, "our mistake");
    }
    registry.counter("parley.whip.refused", "kind", kind.path(), "reason", code).increment();
    int status = context.statusCode();
    if (status == 401 || status == 403) {
      String what = context.method() + " /v1/" + kind.path();
      door.refused(what, code, context.ip(), context.attribute(BEARER));
    }
  }

  private static void problem(Context context, int status, String code, String detail) {
    context
        .status(status)
        .contentType("application/problem+json")
        .result(Json.write(Map.of("status", status, "code", code, "detail", detail)));
  }

  private static void requireType(Context context, String type) throws Refusal {
    String given = context.header("Content-Type");
    String bare = given == null ? "" : given.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    if (!bare.equals(type)) {
      throw new Refusal(415, "unsupported-media-type", "the body is to be " + type);
    }
  }

  private static String body(Context context) throws Refusal {
    try (InputStream in = context.bodyInputStream()) {
      byte[] bytes = in.readNBytes(SessionDescription.MAX_LENGTH + 1);
      if (bytes.length > SessionDescription.MAX_LENGTH) {
        throw new Refusal(413, "too-long", "at most " + SessionDescription.MAX_LENGTH + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Refusal(400, "malformed", "the body ended early");
    }
  }

  private static String compact(Context context) throws Refusal {
    String header = context.header("Authorization");
    if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())) {
      throw new Refusal(401, "unauthenticated", "a room token as bearer is missing");
    }
    return header.substring("Bearer ".length()).trim();
  }

  /** One that somebody joined with is nobody's key. */
  private RoomToken verified(Context context, String compact) throws Refusal {
    RoomTokenCodec.Opened opened;
    try {
      opened = door.open(compact);
    } catch (RoomTokenException e) {
      throw new Refusal(401, e.reason().wireName(), String.valueOf(e.getMessage()));
    }
    context.attribute(BEARER, opened.token());
    if (door.isSpent(opened)) {
      throw new Refusal(401, SignalDoor.REPLAYED, "somebody joined with this token");
    }
    return opened.token();
  }

  /** A session may be ended or restarted after the time of the token that began it. */
  private Streams.Bearer bearer(Context context) throws Refusal {
    String compact = compact(context);
    @Nullable RoomToken token = null;
    try {
      token = door.open(compact).token();
      context.attribute(BEARER, token);
    } catch (RoomTokenException e) {
      boolean ours = e.reason() == RoomTokenException.Reason.EXPIRED;
      if (!ours || !streams.wasOpenedWith(context.pathParam("id"), compact)) {
        throw new Refusal(401, e.reason().wireName(), String.valueOf(e.getMessage()));
      }
    }
    return new Streams.Bearer(token, compact);
  }
}
