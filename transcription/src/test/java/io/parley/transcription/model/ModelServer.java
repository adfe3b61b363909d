package io.parley.transcription.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A file server on the loopback address that can misbehave. */
final class ModelServer implements AutoCloseable {
  /** What a request meets, one after the other; the last stays. */
  enum Mood {
    WELL,
    /** Sends half of what is left and closes. */
    BREAKS_OFF,
    /** Sends half and then nothing. */
    HANGS,
    /** Answers ranges with the whole file. */
    KNOWS_NO_RANGES,
    MISSING,
    /** Accepts and never answers. */
    SILENT
  }

  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final byte[] file;
  private final List<Mood> moods;

  /** The Range header of each request, "" for none. */
  final List<String> ranges = new CopyOnWriteArrayList<>();

  ModelServer(byte[] file, Mood... moods) throws IOException {
    this.file = file;
    this.moods = List.of(moods);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/model.zip");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range == null ? "" : range);
    Mood mood = moods.get(Math.min(ranges.size(), moods.size()) - 1);
    int from = 0;
    int status = 200;
    if (range != null && mood != Mood.KNOWS_NO_RANGES) {
      from = Integer.parseInt(range.replaceAll("\\D", ""));
      status = from < file.length ? 206 : 416;
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
    }
    int left = file.length - from;
    switch (mood) {
      case SILENT -> await();
      case MISSING -> exchange.sendResponseHeaders(404, -1);
      default -> {
        exchange.sendResponseHeaders(status, status == 416 ? -1 : left);
        boolean whole = mood == Mood.WELL || mood == Mood.KNOWS_NO_RANGES;
        OutputStream out = exchange.getResponseBody();
        if (status != 416) {
          out.write(file, from, whole ? left : left / 2);
          out.flush();
        }
        if (mood == Mood.HANGS) {
          await();
        }
      }
    }
    exchange.close();
  }

  private void await() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
