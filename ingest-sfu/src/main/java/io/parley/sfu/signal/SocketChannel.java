package io.parley.sfu.signal;

import io.parley.sfu.room.SignalChannel;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * One open WebSocket. Sending never blocks: a client that does not read fast enough is cut off. Any
 * thread.
 */
final class SocketChannel implements SignalChannel {
  /** What this thread told last: what is told to everybody in a meeting is written once. */
  private static final ThreadLocal<@Nullable Written> WRITTEN = new ThreadLocal<>();

  private record Written(String method, Object data, String text) {}

  private final Session session;

  SocketChannel(Session session) {
    this.session = session;
  }

  @Override
  public void notification(String method, Object data) {
    Written last = WRITTEN.get();
    if (last == null || last.data() != data || !last.method().equals(method)) {
      Map<String, Object> message = new LinkedHashMap<>();
      message.put("method", method);
      message.put("data", data);
      last = new Written(method, data, Json.write(message));
      WRITTEN.set(last);
    }
    send(last.text());
  }

  void answer(long id, Object data) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("ok", true);
    message.put("data", data);
    send(Json.write(message));
  }

  /**
   * @param id null when the request did not name one
   */
  void error(@Nullable Long id, String code, String text) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("ok", false);
    message.put("error", Map.of("code", code, "message", text));
    send(Json.write(message));
  }

  void ping() {
    if (session.isOpen()) {
      session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }
  }

  @Override
  public void close(int code, String reason) {
    if (session.isOpen()) {
      session.close(code, reason, Callback.NOOP);
    }
  }

  private void send(String text) {
    if (session.isOpen()) {
      session.sendText(text, Callback.from(() -> {}, failure -> session.disconnect()));
    }
  }
}
