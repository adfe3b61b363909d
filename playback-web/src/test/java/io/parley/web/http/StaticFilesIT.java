package io.parley.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The front end as it is served: pages, assets, caching and headers. */
class StaticFilesIT {
  private final HttpClient http = HttpClient.newHttpClient();
  private Javalin server;

  @BeforeEach
  void start() {
    StaticFiles files = new StaticFiles(StaticFilesIT.class.getClassLoader(), "webtest");
    SecurityHeaders headers =
        new SecurityHeaders(URI.create("wss://sfu.example:8443/v1/signal"), true);
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.routes.before(headers::apply);
                  config.routes.get("/*", files::serve);
                  config.routes.exception(Exception.class, ProblemDocuments::answer);
                })
            .start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void everyPageAddressGetsThePageUncached() throws Exception {
    for (String path : new String[] {"/", "/m/abc", "/meetings/m-1?t=12", "/search"}) {
      HttpResponse<byte[]> page = get(path);
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(text(page.body())).contains("<title>page</title>");
      assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
      assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
    }
  }

  @Test
  void hashedAssetsAreCachedForGoodAndZipped() throws Exception {
    String asset = "/assets/index-Ab3_x9-Q.js";
    HttpResponse<byte[]> plain = get(asset);
    HttpResponse<byte[]> zipped = get(asset, "Accept-Encoding", "gzip");
    assertThat(plain.headers().firstValue("Cache-Control"))
        .contains("public, max-age=31536000, immutable");
    assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(zipped.body().length).isLessThan(plain.body().length);
    assertThat(unzipped(zipped.body())).isEqualTo(plain.body());
    String etag = plain.headers().firstValue("ETag").orElseThrow();
    assertThat(get(asset, "If-None-Match", etag).statusCode()).isEqualTo(304);
  }

  @Test
  void filesThatAreNotThereAreNotPages() throws Exception {
    for (String path : new String[] {"/assets/gone-12345678.js", "/../pom.xml", "/x.class"}) {
      assertThat(get(path).statusCode()).as(path).isIn(400, 404);
    }
  }

  @Test
  void everyAnswerBearsTheSecurityHeaders() throws Exception {
    for (String path : new String[] {"/", "/assets/index-Ab3_x9-Q.js", "/gone.js"}) {
      var headers = get(path).headers();
      String policy = headers.firstValue("Content-Security-Policy").orElseThrow();
      assertThat(policy)
          .contains("script-src 'self';")
          .contains("frame-ancestors 'none'")
          .contains("connect-src 'self' wss://sfu.example:8443");
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("Referrer-Policy")).contains("same-origin");
      assertThat(headers.firstValue("Permissions-Policy").orElseThrow())
          .contains("camera=(self), microphone=(self), display-capture=(self)");
      assertThat(headers.firstValue("Strict-Transport-Security")).isPresent();
    }
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static byte[] unzipped(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
