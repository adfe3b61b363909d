package io.parley.standalone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** A port somebody has is noticed before anything starts, and the setting is named. */
class PortsTest {
  private static final String HOST = "127.0.0.1";

  @Test
  void aTakenTcpPortIsNamedByItsSetting() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      assertThatThrownBy(() -> Ports.requireFreeTcp("web.port", HOST, port))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("TCP port " + port)
          .hasMessageContaining("--set web.port=PORT");
    }
    Ports.requireFreeTcp("web.port", HOST, port);
  }

  @Test
  void aTakenUdpPortIsNamedByItsSetting() throws Exception {
    int port;
    try (DatagramSocket taken =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      port = taken.getLocalPort();
      assertThatThrownBy(() -> Ports.requireFreeUdp("sfu.udp-port", HOST, port))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("UDP port " + port)
          .hasMessageContaining("--set sfu.udp-port=PORT");
    }
    Ports.requireFreeUdp("sfu.udp-port", HOST, port);
  }

  @Test
  void anAddressOfAnotherMachineIsNoPlaceToListen() {
    assertThatThrownBy(() -> Ports.requireFreeTcp("web.port", "192.0.2.1", 8080))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("192.0.2.1");
  }
}
