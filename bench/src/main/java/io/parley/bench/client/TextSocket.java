package io.parley.bench.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A WebSocket of text messages. Messages come whole, one after the other. */
public final class TextSocket implements AutoCloseable {
  private final Consumer<String> onMessage;
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder part = new StringBuilder();
  private final Object sending = new Object();
  private final WebSocket socket;
  private CompletableFuture<?> lastSent = CompletableFuture.completedFuture(null);

  /** Opens it; fails when the server refuses. */
  public TextSocket(HttpClient http, URI uri, Consumer<String> onMessage) {
    this.onMessage = onMessage;
    this.socket = http.newWebSocketBuilder().buildAsync(uri, new Ear()).join();
  }

  /** The same for a server that wants a subprotocol to be named. */
  public TextSocket(HttpClient http, URI uri, String protocol, Consumer<String> onMessage) {
    this.onMessage = onMessage;
    this.socket =
        http.newWebSocketBuilder().subprotocols(protocol).buildAsync(uri, new Ear()).join();
  }

  /** Any thread; messages leave in the order of the calls. */
  public void send(String text) {
    synchronized (sending) {
      lastSent = lastSent.thenCompose(before -> socket.sendText(text, true));
    }
  }

  /** Completes with the close code, or exceptionally. */
  public CompletableFuture<Integer> closed() {
    return closed;
  }

  @Override
  public void close() {
    if (!closed.isDone()) {
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").orTimeout(2, TimeUnit.SECONDS);
    }
  }

  private final class Ear implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        String text = part.toString();
        part.setLength(0);
        onMessage.accept(text);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
