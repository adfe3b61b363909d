package io.parley.sfu.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A page in a real Firefox with a made-up camera and microphone, driven by WebDriver BiDi
 * (https://www.w3.org/TR/webdriver-bidi/), which Debian's Firefox speaks without further programs.
 */
final class TestFirefox implements ScriptedPage, WebSocket.Listener {
  private static final String PROGRAM = "firefox-esr";
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration ANSWER = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nothing is asked, a busy machine is no reason to send less, and nobody is called. */
  private static final Map<String, Object> PREFERENCES =
      Map.ofEntries(
          Map.entry("media.navigator.streams.fake", true),
          Map.entry("media.navigator.permission.disabled", true),
          Map.entry("media.autoplay.default", 0),
          Map.entry("media.navigator.load_adapt", false),
          Map.entry("media.peerconnection.video.start_bitrate", 1500),
          Map.entry("media.peerconnection.ice.obfuscate_host_addresses", false),
          Map.entry("media.gmp-manager.url", ""),
          Map.entry("media.gmp-provider.enabled", false),
          Map.entry("app.update.enabled", false),
          Map.entry("app.normandy.enabled", false),
          Map.entry("browser.shell.checkDefaultBrowser", false),
          Map.entry("browser.safebrowsing.downloads.remote.enabled", false),
          Map.entry("browser.safebrowsing.malware.enabled", false),
          Map.entry("browser.safebrowsing.phishing.enabled", false),
          Map.entry("datareporting.policy.dataSubmissionEnabled", false),
          Map.entry("extensions.update.enabled", false),
          Map.entry("network.captive-portal-service.enabled", false),
          Map.entry("network.connectivity-service.enabled", false),
          Map.entry("services.settings.server", "data:,#remote-settings-dummy/v1"),
          Map.entry("toolkit.telemetry.server", ""));

  private final Process process;
  private final Path profile;
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;
  private int lastId;
  private String tab = "";

  private TestFirefox(Process process, Path profile, URI session) {
    this.process = process;
    this.profile = profile;
    this.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(session, this).join();
  }

  /** Starts it and opens a page; Debian's package must be installed. */
  static TestFirefox open(String url) throws IOException {
    Path target = Files.createDirectories(Path.of("target")).toAbsolutePath();
    Path profile = Files.createTempDirectory(target, "firefox");
    StringBuilder preferences = new StringBuilder();
    for (Map.Entry<String, Object> one : PREFERENCES.entrySet()) {
      preferences.append(
          "user_pref(\"%s\", %s);%n"
              .formatted(one.getKey(), JSON.writeValueAsString(one.getValue())));
    }
    Files.writeString(profile.resolve("user.js"), preferences);
    ProcessBuilder program =
        new ProcessBuilder(
            PROGRAM,
            "--headless",
            "--no-remote",
            "--profile",
            profile.toString(),
            "--remote-debugging-port",
            "0");
    program.environment().put("HOME", profile.toString());
    program.redirectErrorStream(true).redirectOutput(profile.resolve("firefox.log").toFile());
    Process process = program.start();
    try {
      TestFirefox firefox = new TestFirefox(process, profile, awaitSession(process, profile));
      firefox.begin(url);
      return firefox;
    } catch (RuntimeException e) {
      process.destroyForcibly().onExit().join();
      throw new IOException(Files.readString(profile.resolve("firefox.log")), e);
    }
  }

  /** It writes where it listens into its profile. */
  private static URI awaitSession(Process process, Path profile) {
    Path file = profile.resolve("WebDriverBiDiServer.json");
    return Awaitility.await("Firefox listens")
        .atMost(START)
        .pollInterval(Duration.ofMillis(100))
        .failFast("Firefox ended", () -> !process.isAlive())
        .ignoreExceptionsInstanceOf(JsonProcessingException.class)
        .until(
            () -> {
              JsonNode server =
                  Files.exists(file)
                      ? JSON.readTree(Files.readString(file))
                      : JSON.createObjectNode();
              return server.hasNonNull("ws_port")
                  ? URI.create("ws://127.0.0.1:" + server.get("ws_port").asInt() + "/session")
                  : null;
            },
            found -> found != null);
  }

  private void begin(String url) {
    ask("session.new", Map.of("capabilities", Map.of()));
    ask("session.subscribe", Map.of("events", List.of("log.entryAdded")));
    JsonNode tree = ask("browsingContext.getTree", Map.of());
    tab = tree.get("contexts").get(0).get("context").asText();
    ask("browsingContext.navigate", Map.of("context", tab, "url", url, "wait", "complete"));
  }

  private JsonNode ask(String method, Map<String, ?> parameters) {
    int id = ++lastId;
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    Map<String, Object> command = Map.of("id", id, "method", method, "params", parameters);
    try {
      socket.sendText(JSON.writeValueAsString(command), true).join();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
    return answer.orTimeout(ANSWER.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public @Nullable Object evaluate(String expression, @Nullable Object argument) {
    try {
      String call =
          """
          (async () => {
            const it = (%s);
            const value = await (typeof it === 'function' ? it(%s) : it);
            return JSON.stringify(value ?? null);
          })()"""
              .formatted(expression, JSON.writeValueAsString(argument));
      JsonNode answer =
          ask(
              "script.evaluate",
              Map.of("expression", call, "target", Map.of("context", tab), "awaitPromise", true));
      if (answer.get("type").asText().equals("exception")) {
        throw new AssertionError(answer.get("exceptionDetails").get("text").asText());
      }
      return JSON.readValue(answer.get("result").get("value").asText(), Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      try {
        received(JSON.readTree(partial.toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      partial.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  private void received(JsonNode message) {
    CompletableFuture<JsonNode> waiting = asked.remove(message.path("id").asInt());
    if (waiting == null) {
      System.out.println("firefox: " + message.path("params").path("text").asText());
    } else if (message.path("type").asText().equals("success")) {
      waiting.complete(message.get("result"));
    } else {
      waiting.completeExceptionally(new AssertionError(message.toString()));
    }
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    asked.values().forEach(waiting -> waiting.completeExceptionally(error));
  }

  @Override
  public void kill() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().join());
  }

  @Override
  public void close() {
    kill();
    socket.abort();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
