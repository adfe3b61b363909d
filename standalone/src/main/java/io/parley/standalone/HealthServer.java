package io.parley.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.parley.jobs.running.Job;
import io.parley.jobs.running.RunningJobs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How the jobs fare, for whoever supervises the process: {@code GET /healthz} answers 200 as long
 * as it lives; {@code GET /readyz} answers 200 when all jobs run, else 503, and tells the state of
 * each, which takes up to 2 s when the cluster does not answer.
 */
final class HealthServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService executor =
      Executors.newFixedThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "health");
            thread.setDaemon(true);
            return thread;
          });

  private record Answer(int code, String json) {}

  private HealthServer(HttpServer server) {
    this.server = server;
    server.setExecutor(executor);
  }

  /**
   * @param port 0 picks a free one
   */
  static HealthServer start(String host, int port, RunningJobs jobs) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 16);
    HealthServer health = new HealthServer(server);
    server.createContext("/healthz", exchange -> answer(exchange, "/healthz", HealthServer::alive));
    server.createContext("/readyz", exchange -> answer(exchange, "/readyz", () -> ready(jobs)));
    server.start();
    return health;
  }

  /** Where it answers. */
  int port() {
    return server.getAddress().getPort();
  }

  private static Answer alive() {
    return new Answer(200, "{\"status\":\"ok\"}");
  }

  private static Answer ready(RunningJobs jobs) {
    Map<Job, String> states = new TreeMap<>(jobs.states());
    boolean ready = states.values().stream().allMatch("RUNNING"::equals);
    // Names and states are plain words: nothing needs escaping.
    return new Answer(
        ready ? 200 : 503,
        states.entrySet().stream()
            .map(each -> "\"" + each.getKey().jobName() + "\":\"" + each.getValue() + "\"")
            .collect(Collectors.joining(",", "{\"jobs\":{", "}}")));
  }

  private static void answer(HttpExchange exchange, String path, Supplier<Answer> question)
      throws IOException {
    try (exchange) {
      // A context is a prefix; what lies below it is nothing.
      if (!exchange.getRequestURI().getPath().equals(path)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      Answer answer = question.get();
      byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(answer.code(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
