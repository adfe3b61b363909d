package io.parley.transcription.model;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the speech model shall come from.
 *
 * @param directory an unpacked model chosen by the operator; null if none was chosen
 * @param language BCP 47 of the model in {@code directory}
 * @param dataDirectory where models are kept, in {@code models/}
 * @param official what to download; null never to download
 * @param connectTimeout for one connection
 * @param stallTimeout longest time without a byte
 * @param longest time for the whole download; what has arrived by then is kept for the next start
 */
public record ModelSettings(
    @Nullable Path directory,
    String language,
    Path dataDirectory,
    @Nullable Official official,
    Duration connectTimeout,
    Duration stallTimeout,
    Duration longest) {

  /** Settings with time-outs for a home connection: 10 s, 30 s, one hour. */
  public static ModelSettings of(
      @Nullable Path directory, String language, Path dataDirectory, @Nullable Official official) {
    return new ModelSettings(
        directory,
        language,
        dataDirectory,
        official,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofHours(1));
  }

  /**
   * A model published by the makers of Vosk (or a mirror of it).
   *
   * @param name of the model, also its directory; 1–96 characters of {@code [A-Za-z0-9._-]}
   * @param sha256 of the zip, 64 hexadecimal digits
   * @param language BCP 47
   */
  public record Official(String name, URI url, String sha256, String language) {
    public Official {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,95}")) {
        throw new IllegalArgumentException("model name is not a plain file name: '" + name + "'");
      }
      if (!sha256.matches("[0-9a-fA-F]{64}")) {
        throw new IllegalArgumentException("model sha256 must be 64 hexadecimal digits");
      }
      if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
        throw new IllegalArgumentException("model url must be http or https: " + url);
      }
    }
  }
}
