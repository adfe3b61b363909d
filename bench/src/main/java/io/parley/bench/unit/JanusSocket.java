package io.parley.bench.unit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.bench.client.Json;
import io.parley.bench.client.TextSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A session with Janus over its WebSocket API. What a plugin is asked is first acknowledged and
 * then answered by an event; events that nobody asked for are left unread. Thread-safe.
 */
final class JanusSocket implements AutoCloseable {
  static final String SUBPROTOCOL = "janus-protocol";

  private static final long ANSWER_SECONDS = 30;
  private static final String PLUGIN = "janus.plugin.videoroom";

  private final AtomicLong transactions = new AtomicLong();
  private final Map<String, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
  private final TextSocket socket;
  private final long session;

  JanusSocket(HttpClient http, URI uri) throws IOException, InterruptedException {
    socket = new TextSocket(http, uri, SUBPROTOCOL, this::received);
    session = ask(Json.object().put("janus", "create")).path("data").path("id").asLong();
  }

  /** A new handle of the videoroom plugin: one peer connection. */
  long attach() throws IOException, InterruptedException {
    ObjectNode attach = Json.object().put("janus", "attach").put("plugin", PLUGIN);
    return ask(attach).path("data").path("id").asLong();
  }

  /** Asks the plugin; the answer has {@code plugindata} and perhaps {@code jsep}. */
  JsonNode message(long handle, ObjectNode body) throws IOException, InterruptedException {
    ObjectNode message = Json.object().put("janus", "message").put("handle_id", handle);
    message.set("body", body);
    return checked(ask(message));
  }

  /** The same with an offer or an answer. */
  JsonNode message(long handle, ObjectNode body, String type, String sdp)
      throws IOException, InterruptedException {
    ObjectNode message = Json.object().put("janus", "message").put("handle_id", handle);
    message.set("body", body);
    message.putObject("jsep").put("type", type).put("sdp", sdp);
    return checked(ask(message));
  }

  /** Ends a handle and its peer connection; doesn't wait. */
  void detach(long handle) {
    send(Json.object().put("janus", "detach").put("handle_id", handle));
  }

  private static JsonNode checked(JsonNode answer) throws IOException {
    JsonNode data = answer.path("plugindata").path("data");
    if (data.has("error")) {
      throw new IOException("Janus refused: " + data.path("error").asText());
    }
    return answer;
  }

  private JsonNode ask(ObjectNode request) throws IOException, InterruptedException {
    try {
      return send(request).get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Janus did not answer " + request.path("body"), e);
    }
  }

  private CompletableFuture<JsonNode> send(ObjectNode request) {
    String transaction = "t" + transactions.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    open.put(transaction, answer);
    request.put("transaction", transaction);
    if (session != 0) {
      request.put("session_id", session);
    }
    socket.send(request.toString());
    return answer;
  }

  private void received(String text) {
    JsonNode message = Json.parse(text);
    String kind = message.path("janus").asText();
    if (kind.equals("ack") || !message.has("transaction")) {
      return;
    }
    CompletableFuture<JsonNode> asked = open.remove(message.path("transaction").asText());
    if (asked == null) {
      return;
    }
    if (kind.equals("error")) {
      asked.completeExceptionally(
          new IOException("Janus: " + message.path("error").path("reason").asText()));
    } else {
      asked.complete(message);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
