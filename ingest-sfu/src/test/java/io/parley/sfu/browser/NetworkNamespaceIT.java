package io.parley.sfu.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tests' own networks are what they say. */
@Tag("alone")
@Timeout(60)
class NetworkNamespaceIT {
  @TempDir Path directory;

  @Test
  void theInsideReachesTheMachineFromOneAddressAndThenFromAnother() throws Exception {
    InetAddress machine;
    try (NetworkNamespace network = NetworkNamespace.createOrSkip()) {
      machine = network.machine();
      Path shell = network.wrap(Path.of("/bin/bash"), directory);
      try (ServerSocket server = new ServerSocket(0, 5, machine)) {
        InetAddress first = caller(shell, server);
        assertThat(first).isNotEqualTo(machine);
        network.limitDownstream(500);
        assertThat(caller(shell, server)).isEqualTo(first);
        network.unlimitDownstream();
        network.replaceAddress();
        assertThat(caller(shell, server)).isNotEqualTo(first).isNotEqualTo(machine);
      }
    }
    assertThat(NetworkInterface.getByInetAddress(machine)).as("nothing is left").isNull();
  }

  /** Connects from inside; where from, as the machine sees it. */
  private static InetAddress caller(Path shell, ServerSocket server) throws Exception {
    String there =
        "/dev/tcp/" + server.getInetAddress().getHostAddress() + "/" + server.getLocalPort();
    Process connect = new ProcessBuilder(shell.toString(), "-c", "exec 3<>" + there).start();
    try (Socket accepted = server.accept()) {
      assertThat(connect.waitFor()).isZero();
      return accepted.getInetAddress();
    }
  }
}
