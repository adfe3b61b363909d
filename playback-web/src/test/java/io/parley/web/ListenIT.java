package io.parley.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where the server listens: with a key store of its own, and where it can't. */
@ExtendWith(WebBedExtension.class)
class ListenIT {
  @TempDir Path dir;

  @Test
  void overTlsTheCookieIsSecure(WebBed bed) throws Exception {
    Path keyStore = dir.resolve("keys.p12");
    makeKey(keyStore);
    try (WebServer web =
        bed.startAt(
            "tls",
            new WebConfig.Listen("localhost", 0, null, new WebConfig.Tls(keyStore, "changeit")))) {
      HttpClient http = HttpClient.newBuilder().sslContext(trusting(keyStore)).build();
      HttpResponse<String> me =
          http.send(
              HttpRequest.newBuilder(URI.create("https://localhost:" + web.port() + "/api/v1/me"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(me.statusCode()).isEqualTo(200);
      assertThat(me.headers().firstValue("Set-Cookie").orElseThrow())
          .contains("Secure")
          .contains("HttpOnly");
      assertThat(me.headers().firstValue("Strict-Transport-Security")).isPresent();
    }
  }

  @Test
  void aTakenPortIsAClearError(WebBed bed) {
    WebConfig.Listen taken = new WebConfig.Listen("127.0.0.1", bed.web.port(), null, null);
    assertThatThrownBy(() -> bed.startAt("taken", taken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("could not bind 127.0.0.1:" + bed.web.port());
    bed.browser().get("/healthz").expect(200);
  }

  private static void makeKey(Path keyStore) throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process made =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-alias",
                    "web",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=dns:localhost",
                    "-validity",
                    "30",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    keyStore.toString(),
                    "-storepass",
                    "changeit"))
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
  }

  private static SSLContext trusting(Path keyStore) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(keyStore)) {
      store.load(in, "changeit".toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("web", store.getCertificate("web"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
