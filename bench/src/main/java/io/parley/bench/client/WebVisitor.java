package io.parley.bench.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A browser's session with the web server: cookies, CSRF token, REST. */
public final class WebVisitor {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).connectTimeout(PATIENCE).build();
  private final String root;
  private String csrf = "";

  /**
   * @param url of the pages, without a slash at its end
   */
  public WebVisitor(String url) throws IOException, InterruptedException {
    this.root = url;
    renewCsrf();
  }

  /** Makes an account and is signed in with it. */
  public void register(String email, String name, String password)
      throws IOException, InterruptedException {
    Map<String, Object> account = Map.of("email", email, "displayName", name, "password", password);
    send("POST", "/accounts", account);
    renewCsrf();
  }

  private void renewCsrf() throws IOException, InterruptedException {
    csrf = send("GET", "/me", Map.of()).path("csrfToken").asText();
  }

  /** What {@code POST} answers. */
  public JsonNode post(String path, Map<String, Object> body)
      throws IOException, InterruptedException {
    return send("POST", path, body);
  }

  /** What {@code GET} answers; empty when it isn't there (yet). */
  public Optional<JsonNode> get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = fetch(path.startsWith("/api/") ? path : "/api/v1" + path);
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    return Optional.of(checked("GET " + path, response));
  }

  /** A text by its path on the server, such as a playlist. */
  public String text(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = fetch(path);
    if (response.statusCode() != 200) {
      throw new IOException(path + " answered " + response.statusCode());
    }
    return response.body();
  }

  HttpClient http() {
    return http;
  }

  URI socket(String path) {
    return URI.create(root.replaceFirst("^http", "ws") + "/api/v1" + path);
  }

  private HttpResponse<String> fetch(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(root + path)).timeout(PATIENCE).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode send(String method, String path, Map<String, Object> body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher =
        method.equals("GET")
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(Json.tree(body).toString());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(root + "/api/v1" + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("X-CSRF-Token", csrf)
            .method(method, publisher)
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    return checked(method + " " + path, response);
  }

  private static JsonNode checked(String what, HttpResponse<String> response) throws IOException {
    if (response.statusCode() >= 300) {
      throw new IOException(what + " answered " + response.statusCode() + ": " + response.body());
    }
    return response.body().isEmpty() ? Json.object() : Json.parse(response.body());
  }
}
