package io.parley.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A browser as the server sees it: keeps cookies, sends the CSRF token it was given. */
public final class Browser {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI base;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
  private String csrf = "";

  public Browser(URI base) {
    this.base = base;
  }

  /** An answer; its JSON is checked against the API's own description. */
  public record Answer(int status, Map<String, String> headers, byte[] bytes) {
    public JsonNode json() {
      try {
        return JSON.readTree(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public String text() {
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    public String code() {
      return json().path("code").asText();
    }

    public Answer expect(int wanted) {
      assertThat(status).as(() -> text()).isEqualTo(wanted);
      return this;
    }

    public Answer expect(int wanted, String code) {
      expect(wanted);
      assertThat(code()).isEqualTo(code);
      assertThat(headers.get("content-type")).isEqualTo("application/problem+json");
      return this;
    }
  }

  public Browser arrive() {
    csrf = get("/api/v1/me").expect(200).json().path("csrfToken").asText();
    return this;
  }

  public Browser register(String name) {
    arrive();
    post(
            "/api/v1/accounts",
            json("email", emailOf(name), "displayName", name, "password", "correct horse " + name))
        .expect(201);
    return arrive();
  }

  static String emailOf(String name) {
    return name.toLowerCase(java.util.Locale.ROOT) + "@example.org";
  }

  public Answer get(String path, String... headers) {
    return send(HttpRequest.newBuilder(base.resolve(path)).GET(), path, headers);
  }

  public Answer post(String path, ObjectNode body) {
    return change("POST", path, body);
  }

  public Answer put(String path, ObjectNode body) {
    return change("PUT", path, body);
  }

  public Answer patch(String path, ObjectNode body) {
    return change("PATCH", path, body);
  }

  public Answer delete(String path) {
    return send(
        HttpRequest.newBuilder(base.resolve(path)).header("X-CSRF-Token", csrf).DELETE(), path);
  }

  private Answer change(String method, String path, ObjectNode body) {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .header("X-CSRF-Token", csrf)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body.toString())),
        path);
  }

  /** Sends any request with this browser's cookies. */
  public Answer send(HttpRequest.Builder request, String path, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpRequest built = request.build();
    try {
      HttpResponse<byte[]> response = http.send(built, HttpResponse.BodyHandlers.ofByteArray());
      Map<String, String> flat =
          response.headers().map().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> String.join(", ", e.getValue())));
      Answer answer = new Answer(response.statusCode(), flat, response.body());
      ApiContract.check(built.method(), path, answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public URI base() {
    return base;
  }

  public String csrf() {
    return csrf;
  }

  public Optional<String> sessionCookie() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("parley_session"))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  public static ObjectNode json(Object... pairs) {
    ObjectNode node = JSON.createObjectNode();
    for (int i = 0; i < pairs.length; i += 2) {
      node.set((String) pairs[i], JSON.valueToTree(pairs[i + 1]));
    }
    return node;
  }
}
