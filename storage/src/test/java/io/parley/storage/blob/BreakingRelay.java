package io.parley.storage.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Relays TCP, and cuts its first connections after so many bytes from the server. */
final class BreakingRelay implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final long[] limits;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private BreakingRelay(ServerSocket listener, int target, long[] limits) {
    this.listener = listener;
    this.target = target;
    this.limits = limits;
  }

  static BreakingRelay to(int port, long... limits) throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    BreakingRelay relay = new BreakingRelay(listener, port, limits);
    start(relay::accept);
    return relay;
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listener.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(near);
        open.add(far);
        int number = connections.getAndIncrement();
        long limit = number < limits.length ? limits[number] : Long.MAX_VALUE;
        start(() -> relay(near, far, Long.MAX_VALUE));
        start(() -> relay(far, near, limit));
      }
    } catch (IOException e) {
      close();
    }
  }

  private static void relay(Socket from, Socket to, long limit) {
    byte[] buffer = new byte[16 * 1024];
    long left = limit;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0 && left > 0; n = in.read(buffer)) {
        int passed = (int) Math.min(n, left);
        out.write(buffer, 0, passed);
        left -= passed;
      }
    } catch (IOException e) {
      // a cut connection is what this is for
    }
  }

  private static void start(Runnable body) {
    Thread thread = new Thread(body, "breaking-relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
