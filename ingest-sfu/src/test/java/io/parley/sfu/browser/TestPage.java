package io.parley.sfu.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The page under {@code src/test/web}, bundled with the real mediasoup-client once per change. */
final class TestPage {
  private static final Path SOURCE = Path.of("src", "test", "web");
  private static final Path BUILD = Path.of("target", "test-web");
  private static final List<String> FILES =
      List.of(".npmrc", "package.json", "package-lock.json", "page.js");

  /** What the product's own pages do where mediasoup-client does not. */
  private static final Path ROOM = Path.of("..", "playback-web", "frontend", "src", "room");

  private static final String REDUNDANT_SOUND = "redundantSound.ts";

  private static HttpServer server;

  private TestPage() {}

  /** Where the page is served: a real server, since browsers guard the loopback interface. */
  static synchronized String url() throws IOException, InterruptedException {
    if (server == null) {
      server = serve(InetAddress.getLoopbackAddress());
    }
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** The same for browsers that reach this machine at another address. */
  static synchronized String url(InetAddress address) throws IOException, InterruptedException {
    int port = serve(address).getAddress().getPort();
    return "http://" + address.getHostAddress() + ":" + port + "/";
  }

  private static HttpServer serve(InetAddress address) throws IOException, InterruptedException {
    byte[] script = script().getBytes(StandardCharsets.UTF_8);
    byte[] html =
        "<!doctype html><title>t</title><body><script src=page.js></script>"
            .getBytes(StandardCharsets.UTF_8);
    HttpServer started = HttpServer.create(new InetSocketAddress(address, 0), 0);
    started.createContext("/", exchange -> send(exchange, "text/html", html));
    started.createContext("/page.js", exchange -> send(exchange, "text/javascript", script));
    started.start();
    return started;
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** The script, built by npm if its sources changed since the last time. */
  private static String script() throws IOException, InterruptedException {
    Path bundle = BUILD.resolve("page.bundle.js");
    Path stamp = BUILD.resolve("stamp");
    String now = digest();
    if (!Files.exists(bundle) || !Files.exists(stamp) || !Files.readString(stamp).equals(now)) {
      Files.createDirectories(BUILD);
      for (String file : FILES) {
        Files.write(BUILD.resolve(file), Files.readAllBytes(SOURCE.resolve(file)));
      }
      Files.write(
          BUILD.resolve(REDUNDANT_SOUND), Files.readAllBytes(ROOM.resolve(REDUNDANT_SOUND)));
      run("npm", "ci", "--ignore-scripts");
      run("npm", "run", "build");
      Files.writeString(stamp, now);
    }
    return Files.readString(bundle);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Path log = BUILD.resolve("npm.log");
    Process process =
        new ProcessBuilder(command)
            .directory(BUILD.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + ":\n" + Files.readString(log));
    }
  }

  private static String digest() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String file : FILES) {
        digest.update(file.getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(SOURCE.resolve(file)));
      }
      digest.update(Files.readAllBytes(ROOM.resolve(REDUNDANT_SOUND)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
