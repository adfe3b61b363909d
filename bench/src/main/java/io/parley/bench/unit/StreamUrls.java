package io.parley.bench.unit;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a unit takes WHIP and WHEP: one stream for each who publishes. */
public interface StreamUrls {
  /**
   * Where a request goes.
   *
   * @param authorization the header's value, or null for none
   */
  record Endpoint(URI uri, @Nullable String authorization) {
    /**
     * From a URL whose user information is the authorization: {@code token@} for a bearer token,
     * {@code name:password@} for basic authentication (RFC 7617).
     *
     * @throws IllegalArgumentException if it is no http or https URL
     */
    static Endpoint of(String url) {
      URI uri = URI.create(url);
      String scheme = uri.getScheme();
      if (scheme == null || !scheme.matches("https?") || uri.getHost() == null) {
        throw new IllegalArgumentException("no http or https URL: " + url);
      }
      String user = uri.getRawUserInfo();
      if (user == null) {
        return new Endpoint(uri, null);
      }
      String plain = URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
      String basic = Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
      return new Endpoint(
          URI.create(url.replaceFirst("//[^/@]*@", "//")),
          plain.contains(":") ? "Basic " + basic : "Bearer " + plain);
    }
  }

  /** Where somebody publishes. */
  Endpoint whip(String stream);

  /**
   * Where somebody watches.
   *
   * @param player another name for each session
   */
  Endpoint whep(String stream, String player);

  /**
   * From the command line: {@code WHIP_URL[,WHEP_URL]}, in which <code>{stream}</code> becomes the
   * name of a stream, <code>{player}</code> that of a player, and <code>{address}</code> the
   * address of the network that a benchmark runs in. Without the second it is the first with {@code
   * whep} for the last {@code whip}.
   *
   * @throws IllegalArgumentException if it says neither where to publish nor where to watch
   */
  static StreamUrls parse(String text, String address) {
    String[] both = text.replace("{address}", address).split(",(?=https?://)", 2);
    String whip = both[0];
    int last = whip.lastIndexOf("whip");
    if (both.length == 1 && last < 0) {
      throw new IllegalArgumentException("no URL to watch was given besides " + whip);
    }
    String whep =
        both.length == 2 ? both[1] : whip.substring(0, last) + "whep" + whip.substring(last + 4);
    StreamUrls urls =
        new StreamUrls() {
          @Override
          public Endpoint whip(String stream) {
            return Endpoint.of(whip.replace("{stream}", stream));
          }

          @Override
          public Endpoint whep(String stream, String player) {
            return Endpoint.of(whep.replace("{stream}", stream).replace("{player}", player));
          }
        };
    urls.whip("stream");
    urls.whep("stream", "player");
    return urls;
  }
}
