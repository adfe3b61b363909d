package io.parley.sfu;

import io.parley.sfu.signal.IceServers;
import io.parley.sfu.signal.SignalConfig;
import io.parley.sfu.tap.TapConfig;
import io.parley.sfu.transport.MediaAddress;
import io.parley.storage.codec.Topics;
import io.parley.storage.contract.AddressSet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Runs an SFU on its own, configured by the environment:
 *
 * <pre>
 * PARLEY_TOKEN_SECRET        required, at least 32 bytes, the same as the web server's
 * PARLEY_SIGNAL_HOST         default 127.0.0.1
 * PARLEY_SIGNAL_PORT         default 7080
 * PARLEY_SIGNAL_KEYSTORE     PKCS#12 file; without it plain WebSocket
 * PARLEY_SIGNAL_KEYSTORE_PASSWORD
 * PARLEY_ALLOWED_ORIGINS     comma-separated; default: all
 * PARLEY_METRICS_READERS     comma-separated addresses and networks; default: 127.0.0.0/8,::1
 * PARLEY_ICE_SERVERS         comma-separated stun: and turn: addresses; default: none
 * PARLEY_TURN_SECRET         shared with the TURN servers
 * PARLEY_TURN_SECONDS        lifetime of TURN credentials, default 43200
 * PARLEY_RELAY_ONLY          true: browsers use nothing but the relays
 * PARLEY_UDP_BIND            default 127.0.0.1
 * PARLEY_UDP_PORT            default 7081
 * PARLEY_TCP_PORT            default -1: no media over TCP
 * PARLEY_ANNOUNCED           comma-separated addresses; default: the bound ones
 * PARLEY_KAFKA               bootstrap servers; without it meetings leave no trace
 * PARLEY_TOPIC_PREFIX        default: none
 * PARLEY_SFU_ID              default sfu
 * PARLEY_TAP_BUFFER_MIB      default 256
 * PARLEY_EMPTY_SECONDS       default 60
 * PARLEY_GRACE_SECONDS       default 30
 * PARLEY_CONSENT_SECONDS     default 15
 * PARLEY_MAX_PARTICIPANTS    default 100
 * </pre>
 */
public final class SfuMain {
  private SfuMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) throws InterruptedException {
    SfuConfig config;
    try {
      config = read(System.getenv());
    } catch (IllegalArgumentException | UnknownHostException e) {
      System.err.println("parley-sfu: " + e.getMessage());
      System.exit(2);
      return;
    }
    Sfu sfu = Sfu.start(config);
    Runtime.getRuntime().addShutdownHook(new Thread(sfu::close, "parley-sfu-shutdown"));
    new CountDownLatch(1).await();
  }

  /**
   * @throws IllegalArgumentException if a value is missing or wrong; the message names it
   */
  static SfuConfig read(Map<String, String> environment) throws UnknownHostException {
    String secret = environment.getOrDefault("PARLEY_TOKEN_SECRET", "");
    byte[] secretBytes = secret.getBytes(StandardCharsets.UTF_8);
    if (secretBytes.length < 32) {
      throw new IllegalArgumentException("PARLEY_TOKEN_SECRET needs at least 32 bytes");
    }
    String keystore = environment.get("PARLEY_SIGNAL_KEYSTORE");
    String password = environment.getOrDefault("PARLEY_SIGNAL_KEYSTORE_PASSWORD", "");
    String readers = environment.get("PARLEY_METRICS_READERS");
    SignalConfig signal =
        new SignalConfig(
                environment.getOrDefault("PARLEY_SIGNAL_HOST", "127.0.0.1"),
                number(environment, "PARLEY_SIGNAL_PORT", 7_080),
                keystore == null ? null : new SignalConfig.Tls(Path.of(keystore), password),
                list(environment.get("PARLEY_ALLOWED_ORIGINS")),
                readers == null ? AddressSet.LOOPBACK : AddressSet.of(list(readers)))
            .withIceServers(
                new IceServers(
                    list(environment.get("PARLEY_ICE_SERVERS")),
                    environment.getOrDefault("PARLEY_TURN_SECRET", ""),
                    Duration.ofSeconds(number(environment, "PARLEY_TURN_SECONDS", 43_200)),
                    Boolean.parseBoolean(environment.get("PARLEY_RELAY_ONLY"))));
    List<InetAddress> announced = new ArrayList<>();
    for (String address : list(environment.get("PARLEY_ANNOUNCED"))) {
      announced.add(InetAddress.getByName(address));
    }
    return new SfuConfig(
        signal,
        new MediaAddress(
            InetAddress.getByName(environment.getOrDefault("PARLEY_UDP_BIND", "127.0.0.1")),
            number(environment, "PARLEY_UDP_PORT", 7_081),
            number(environment, "PARLEY_TCP_PORT", -1),
            announced),
        secretBytes,
        tap(environment),
        new SfuConfig.Timeouts(
            Duration.ofSeconds(number(environment, "PARLEY_EMPTY_SECONDS", 60)),
            Duration.ofSeconds(number(environment, "PARLEY_GRACE_SECONDS", 30)),
            Duration.ofSeconds(number(environment, "PARLEY_CONSENT_SECONDS", 15))),
        number(environment, "PARLEY_MAX_PARTICIPANTS", 100));
  }

  private static @Nullable TapConfig tap(Map<String, String> environment) {
    String kafka = environment.get("PARLEY_KAFKA");
    if (kafka == null) {
      return null;
    }
    return new TapConfig(
        kafka,
        new Topics(environment.getOrDefault("PARLEY_TOPIC_PREFIX", "")),
        environment.getOrDefault("PARLEY_SFU_ID", "sfu"),
        (long) number(environment, "PARLEY_TAP_BUFFER_MIB", 256) << 20);
  }

  private static int number(Map<String, String> environment, String key, int otherwise) {
    String value = environment.get(key);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " is not a number: " + value, e);
    }
  }

  private static List<String> list(@Nullable String value) {
    return value == null || value.isBlank() ? List.of() : List.of(value.split("\\s*,\\s*"));
  }
}
