package io.parley.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.sfu.SfuConfig;
import io.parley.sfu.signal.IceServers;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SfuSettingsTest {
  @TempDir Path directory;

  private SfuConfig config(Map<String, String> settings) throws StartupException, IOException {
    try (DataDirectory data = DataDirectory.open(directory, 0)) {
      return new SfuSettings(Settings.load(Optional.empty(), settings), data).config();
    }
  }

  @Test
  void mediaIsTakenByTcpOnThePortOfUdpUnlessThatIsTurnedOff() throws Exception {
    assertThat(config(Map.of("sfu.udp-port", "10500")).media().tcpPort()).isEqualTo(10_500);
    assertThat(config(Map.of("sfu.tcp", "false")).media().tcpPort()).isEqualTo(-1);
  }

  /** Behind NAT those of the router, IPv4 and IPv6, as somebody wrote them. */
  @Test
  void candidatesNameTheAddressesThatAreConfigured() throws Exception {
    SfuConfig behindNat = config(Map.of("sfu.announced-addresses", "203.0.113.7, 2001:db8::7"));
    assertThat(behindNat.media().announced())
        .containsExactly(
            InetAddress.getByName("203.0.113.7"), InetAddress.getByName("2001:db8::7"));
  }

  @Test
  void browsersAreToldOfNoServersUnlessSomeAreNamed() throws Exception {
    assertThat(config(Map.of()).signal().iceServers()).isEqualTo(IceServers.NONE);
    Map<String, String> relay =
        Map.of(
            "sfu.ice-servers", "stun:turn.example.org, turns:turn.example.org:443?transport=tcp",
            "sfu.turn-secret", "north",
            "sfu.turn-credential-lifetime", "2h",
            "sfu.relay-only", "true");
    assertThat(config(relay).signal().iceServers())
        .isEqualTo(
            new IceServers(
                List.of("stun:turn.example.org", "turns:turn.example.org:443?transport=tcp"),
                "north",
                Duration.ofHours(2),
                true));
  }

  @Test
  void relaysWithoutASecretAreRefusedByTheNameOfTheSetting() {
    assertThatThrownBy(() -> config(Map.of("sfu.ice-servers", "turn:turn.example.org")))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("sfu.turn-secret");
  }
}
