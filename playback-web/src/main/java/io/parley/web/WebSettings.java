package io.parley.web;

import io.parley.storage.blob.BlobConfig;
import io.parley.storage.catalogue.CatalogueConfig;
import io.parley.storage.contract.AddressSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Reads a {@link WebConfig} from a properties file; {@code web.properties} lists every key. */
final class WebSettings {
  private final Properties values;

  private WebSettings(Properties values) {
    this.values = values;
  }

  /**
   * @param file changes the defaults
   * @throws IOException if the file can't be read
   * @throws IllegalArgumentException if a key is unknown or a value makes no sense
   */
  static WebConfig read(Path file) throws IOException {
    Properties values = defaults();
    Properties given = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      given.load(in);
    }
    for (String key : given.stringPropertyNames()) {
      if (!values.containsKey(key)) {
        throw new IllegalArgumentException("unknown key '" + key + "' in " + file);
      }
      values.setProperty(key, given.getProperty(key).strip());
    }
    return new WebSettings(values).config();
  }

  private static Properties defaults() throws IOException {
    Properties defaults = new Properties();
    try (InputStream in = WebSettings.class.getResourceAsStream("web.properties")) {
      if (in == null) {
        throw new IOException("web.properties is missing from the jar");
      }
      defaults.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return defaults;
  }

  private WebConfig config() {
    String keyStore = text("tls.keystore");
    return new WebConfig(
        new WebConfig.Listen(
            text("host"),
            number("port"),
            uri("public-url"),
            keyStore.isEmpty() ? null : new WebConfig.Tls(Path.of(keyStore), text("tls.password"))),
        new WebConfig.Trust(addresses("trusted-proxies"), addresses("metrics.readers")),
        new CatalogueConfig(
            text("catalogue.url"),
            text("catalogue.user"),
            text("catalogue.password"),
            number("catalogue.pool-size")),
        new BlobConfig(
            text("objects.endpoint"),
            text("objects.region"),
            text("objects.bucket"),
            text("objects.access-key"),
            text("objects.secret-key")),
        new WebConfig.Log(
            text("log.bootstrap-servers"), text("log.topic-prefix"), text("log.reader-id")),
        Path.of(text("index.directory")),
        new WebConfig.Sfu(
            URI.create(text("sfu.signal-url")),
            uri("sfu.internal-url"),
            text("sfu.token-secret").getBytes(StandardCharsets.UTF_8)),
        new WebConfig.Recogniser(
            text("recogniser.model"), flag("recogniser.synthetic-voices-only")),
        new WebConfig.Rules(
            flag("registration-open"),
            Duration.ofDays(number("session-days")),
            text("retention-days").isEmpty() ? null : Duration.ofDays(number("retention-days")),
            Duration.ofSeconds(number("abandoned-after-seconds"))),
        uri("flink.rest-url"));
  }

  private String text(String key) {
    return values.getProperty(key, "");
  }

  private int number(String key) {
    try {
      return Integer.parseInt(text(key));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " must be a number, not '" + text(key) + "'", e);
    }
  }

  private boolean flag(String key) {
    return switch (text(key)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(key + " must be true or false");
    };
  }

  private AddressSet addresses(String key) {
    List<String> texts =
        text(key).isEmpty() ? List.of() : List.of(text(key).split("\\s*,\\s*", -1));
    try {
      return AddressSet.of(texts);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  private @Nullable URI uri(String key) {
    String text = text(key);
    return text.isEmpty() ? null : URI.create(text);
  }
}
