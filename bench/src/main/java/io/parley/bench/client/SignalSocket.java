package io.parley.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** Requests, answers and notifications of the signalling socket. Thread-safe. */
public final class SignalSocket implements AutoCloseable {
  private static final long ANSWER_SECONDS = 20;

  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
  private final BiConsumer<String, JsonNode> onNotification;
  private final TextSocket socket;

  /**
   * @param onNotification takes method and data, on the socket's thread, so it must not wait for an
   *     answer
   */
  public SignalSocket(HttpClient http, URI uri, BiConsumer<String, JsonNode> onNotification) {
    this.onNotification = onNotification;
    this.socket = new TextSocket(http, uri, this::received);
  }

  /** Completes with the answer's data; exceptionally if the server refuses or says nothing. */
  public CompletableFuture<JsonNode> request(String method, JsonNode data) {
    long id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    open.put(id, answer);
    ObjectNode message = Json.object().put("id", id).put("method", method);
    message.set("data", data);
    socket.send(message.toString());
    return answer.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  private void received(String text) {
    JsonNode message = Json.parse(text);
    if (!message.has("id")) {
      onNotification.accept(message.path("method").asText(), message.path("data"));
      return;
    }
    CompletableFuture<JsonNode> answer = open.remove(message.path("id").asLong());
    if (answer == null) {
      return;
    }
    if (message.path("ok").asBoolean()) {
      answer.complete(message.path("data"));
    } else {
      answer.completeExceptionally(
          new IllegalStateException("the SFU refused: " + message.path("error")));
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
