package io.parley.sfu.signal;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A plain WebSocket client of the signalling server. */
final class SignalClient implements WebSocket.Listener {
  final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  final CompletableFuture<String> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  WebSocket socket;

  static SignalClient open(HttpClient http, int port, String token) throws Exception {
    SignalClient client = new SignalClient();
    client.socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/signal?token=" + token), client)
            .get(10, TimeUnit.SECONDS);
    return client;
  }

  String ask(String text) throws Exception {
    socket.sendText(text, true).get(5, TimeUnit.SECONDS);
    String answer = messages.poll(10, TimeUnit.SECONDS);
    while (answer != null && answer.startsWith("{\"method\"")) {
      answer = messages.poll(10, TimeUnit.SECONDS);
    }
    return answer;
  }

  String closing() throws Exception {
    return closed.get(10, TimeUnit.SECONDS);
  }

  /** As {@link #closing}, of one that still wrote when it was closed and may see only that. */
  String cutOff() throws Exception {
    try {
      return closing();
    } catch (ExecutionException e) {
      return "broken";
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      messages.add(partial.toString());
      partial.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closed.complete(code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.completeExceptionally(error);
  }
}
