package io.parley.sfu.signal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * STUN and TURN servers that browsers are told of. Credentials of TURN are made for each client and
 * end by themselves, as coturn checks them with {@code use-auth-secret}: the user name is the time
 * of expiry and a name, the password its HMAC-SHA1 (draft-uberti-behave-turn-rest).
 *
 * @param urls {@code stun:}, {@code stuns:}, {@code turn:} or {@code turns:} (RFC 7064, RFC 7065)
 * @param secret shared with the TURN servers; empty if there are none
 * @param lifetime of credentials, from joining; a relay refuses what begins after it
 * @param relayOnly whether browsers use nothing but the relays, so that they tell no address
 */
public record IceServers(List<String> urls, String secret, Duration lifetime, boolean relayOnly) {
  /** None at all. */
  public static final IceServers NONE = new IceServers(List.of(), "", Duration.ofHours(12), false);

  private static final Pattern URL =
      Pattern.compile("(stun|turn)s?:[A-Za-z0-9.:\\[\\]-]{1,255}(\\?transport=(udp|tcp))?");

  /**
   * One entry of a browser's configuration.
   *
   * @param username null where none is asked for
   * @param credential null where none is asked for
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Server(List<String> urls, @Nullable String username, @Nullable String credential) {}

  /**
   * @throws IllegalArgumentException if an address is none, or relays lack a secret, or a policy
   *     needs relays and there are none
   */
  public IceServers {
    urls = List.copyOf(urls);
    for (String url : urls) {
      if (!URL.matcher(url).matches()) {
        throw new IllegalArgumentException("not the address of a STUN or TURN server: " + url);
      }
    }
    if (lifetime.toSeconds() < 60) {
      throw new IllegalArgumentException("TURN credentials last at least a minute");
    }
    boolean relays = urls.stream().anyMatch(IceServers::isRelay);
    if (relays && secret.isEmpty()) {
      throw new IllegalArgumentException("TURN servers need the secret they share with us");
    }
    if (relayOnly && !relays) {
      throw new IllegalArgumentException("there is no TURN server to be the only way");
    }
  }

  private static boolean isRelay(String url) {
    return url.startsWith("turn");
  }

  /** What a client is told, for {@code RTCConfiguration.iceTransportPolicy}. */
  public String policy() {
    return relayOnly ? "relay" : "all";
  }

  /**
   * What a client is told, for {@code RTCConfiguration.iceServers}.
   *
   * @param client a name that tells clients apart in the relay's log
   */
  public List<Server> forClient(String client, Instant now) {
    List<Server> servers = new ArrayList<>();
    List<String> stun = urls.stream().filter(url -> !isRelay(url)).toList();
    List<String> turn = urls.stream().filter(IceServers::isRelay).toList();
    if (!stun.isEmpty()) {
      servers.add(new Server(stun, null, null));
    }
    if (!turn.isEmpty()) {
      String username = now.plus(lifetime).getEpochSecond() + ":" + client;
      servers.add(new Server(turn, username, credential(username)));
    }
    return servers;
  }

  /** The same as values of {@code Link} headers (RFC 9725 §4.6). */
  List<String> links(String client, Instant now) {
    List<String> links = new ArrayList<>();
    for (Server server : forClient(client, now)) {
      for (String url : server.urls()) {
        String link = "<" + url + ">; rel=\"ice-server\"";
        if (server.username() != null) {
          link +=
              "; username=\""
                  + server.username()
                  + "\"; credential=\""
                  + server.credential()
                  + "\"; credential-type=\"password\"";
        }
        links.add(link);
      }
    }
    return links;
  }

  private String credential(String username) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      byte[] code = mac.doFinal(username.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA1 is missing", e);
    }
  }

  /** Without the secret: settings end in logs. */
  @Override
  public String toString() {
    return "IceServers[" + urls + ", " + policy() + "]";
  }
}
