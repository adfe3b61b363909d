package io.parley.sfu.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IceServersTest {
  private static final String TURN = "turn:turn.example.org:3478?transport=udp";
  private static final String STUN = "stun:[2001:db8::1]:3478";

  /** The password was made by {@code openssl dgst -sha1 -hmac north -binary | base64}. */
  @Test
  void credentialsAreWhatRelaysCompute() {
    IceServers servers = new IceServers(List.of(STUN, TURN), "north", Duration.ofHours(1), true);
    List<IceServers.Server> told = servers.forClient("p-1", Instant.ofEpochSecond(1_000_000));
    assertThat(told)
        .containsExactly(
            new IceServers.Server(List.of(STUN), null, null),
            new IceServers.Server(List.of(TURN), "1003600:p-1", "eO1QmJDoNtRnWh3dtkm5HI1oCK4="));
    assertThat(servers.policy()).isEqualTo("relay");
    assertThat(servers.links("p-1", Instant.ofEpochSecond(1_000_000)))
        .containsExactly(
            "<" + STUN + ">; rel=\"ice-server\"",
            "<"
                + TURN
                + ">; rel=\"ice-server\"; username=\"1003600:p-1\"; credential=\"eO1QmJDoNtRnWh3dtkm5HI1oCK4=\";"
                + " credential-type=\"password\"");
    assertThat(servers.toString()).doesNotContain("north");
  }

  @Test
  void whatCannotWorkIsRefused() {
    Duration hour = Duration.ofHours(1);
    assertThatThrownBy(() -> new IceServers(List.of("http://x"), "", hour, false))
        .hasMessageContaining("http://x");
    assertThatThrownBy(() -> new IceServers(List.of(TURN), "", hour, false))
        .hasMessageContaining("secret");
    assertThatThrownBy(() -> new IceServers(List.of(STUN), "", hour, true))
        .hasMessageContaining("TURN");
    assertThatThrownBy(() -> new IceServers(List.of(), "", Duration.ofSeconds(1), false))
        .hasMessageContaining("minute");
    assertThat(IceServers.NONE.forClient("p", Instant.EPOCH)).isEmpty();
    assertThat(IceServers.NONE.policy()).isEqualTo("all");
  }
}
