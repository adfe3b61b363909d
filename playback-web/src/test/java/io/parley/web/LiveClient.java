package io.parley.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.storage.contract.MeetingId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The browser's end of the live socket. */
final class LiveClient implements AutoCloseable, WebSocket.Listener {
  /** No close code came: the connection was cut off while something was still being written. */
  static final int BROKEN = -1;

  private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private WebSocket socket;

  static LiveClient open(Browser browser, MeetingId meeting, String... headers) {
    LiveClient client = new LiveClient();
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    browser
        .sessionCookie()
        .ifPresent(cookie -> builder.header("Cookie", "parley_session=" + cookie));
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    URI base = browser.base();
    URI uri = URI.create("ws://" + base.getAuthority() + "/api/v1/meetings/" + meeting + "/live");
    client.socket = builder.buildAsync(uri, client).join();
    return client;
  }

  void send(ObjectNode message) {
    sendText(message.toString());
  }

  void sendText(String text) {
    socket.sendText(text, true).join();
  }

  /** The next message of a type; others are passed over. */
  JsonNode next(String type) throws InterruptedException {
    return nextMatching(type, message -> true);
  }

  JsonNode nextMatching(String type, Predicate<JsonNode> wanted) throws InterruptedException {
    while (true) {
      JsonNode message = received.poll(WebBed.SOON.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(message).as("a message of type " + type).isNotNull();
      if (message.path("type").asText().equals(type) && wanted.test(message)) {
        return message;
      }
    }
  }

  /** The code the server closed with. */
  private int closeCode() throws Exception {
    return closed.get(WebBed.SOON.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Sends what the server closes the connection for.
   *
   * @return its code, or {@link #BROKEN}: who still writes when the other end closes may see only
   *     that
   */
  int cutOffBy(String text) throws Exception {
    try {
      sendText(text);
      return closeCode();
    } catch (CompletionException | ExecutionException cutOffWhileWriting) {
      return BROKEN;
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      try {
        received.add(Browser.JSON.readTree(partial.toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      partial.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.completeExceptionally(error);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
