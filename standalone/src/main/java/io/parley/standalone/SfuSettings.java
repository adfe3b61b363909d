package io.parley.standalone;

import io.parley.sfu.SfuConfig;
import io.parley.sfu.signal.IceServers;
import io.parley.sfu.signal.SignalConfig;
import io.parley.sfu.tap.TapConfig;
import io.parley.sfu.transport.MediaAddress;
import io.parley.storage.codec.Topics;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the settings of the house to what the SFU is told. */
final class SfuSettings {
  private static final Duration CONSENT_TIMEOUT = Duration.ofSeconds(15);

  private final Settings settings;
  private final DataDirectory data;

  SfuSettings(Settings settings, DataDirectory data) {
    this.settings = settings;
    this.data = data;
  }

  SfuConfig config() throws StartupException {
    Optional<String> keyStore = settings.text("tls.key-store");
    String password = settings.values().getString("tls.password");
    return new SfuConfig(
        new SignalConfig(
                settings.values().getString("sfu.host"),
                settings.port("sfu.port"),
                keyStore.map(path -> new SignalConfig.Tls(Path.of(path), password)).orElse(null),
                List.of(),
                settings.addresses("metrics.readers"))
            .withIceServers(iceServers()),
        new MediaAddress(
            address("sfu.udp-host", settings.values().getString("sfu.udp-host")),
            settings.port("sfu.udp-port"),
            settings.values().getBoolean("sfu.tcp") ? settings.port("sfu.udp-port") : -1,
            announced()),
        tokenSecret(settings, data).getBytes(StandardCharsets.UTF_8),
        new TapConfig(
            Servers.bootstrapServers(settings),
            new Topics(settings.values().getString("kafka.topic-prefix")),
            "sfu-1",
            settings.values().getBytes("sfu.tap-buffer")),
        new SfuConfig.Timeouts(
            settings.values().getDuration("sfu.empty-meeting-timeout"),
            settings.values().getDuration("sfu.reconnect-grace"),
            CONSENT_TIMEOUT),
        settings.values().getInt("sfu.max-participants"));
  }

  private IceServers iceServers() throws StartupException {
    try {
      return new IceServers(
          settings.texts("sfu.ice-servers"),
          settings.text("sfu.turn-secret").orElse(""),
          settings.values().getDuration("sfu.turn-credential-lifetime"),
          settings.values().getBoolean("sfu.relay-only"));
    } catch (IllegalArgumentException e) {
      throw new StartupException(
          "sfu.ice-servers, sfu.turn-secret and what follows them: " + e.getMessage(), e);
    }
  }

  /** The secret that web server and SFU share. */
  static String tokenSecret(Settings settings, DataDirectory data) throws StartupException {
    Optional<String> configured = settings.text("sfu.token-secret");
    return configured.isPresent() ? configured.get() : data.secret("room-tokens");
  }

  private List<InetAddress> announced() throws StartupException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String each : settings.texts("sfu.announced-addresses")) {
      addresses.add(address("sfu.announced-addresses", each));
    }
    return addresses;
  }

  private static InetAddress address(String key, String host) throws StartupException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new StartupException(key + ": '" + host + "' is no known address", e);
    }
  }
}
