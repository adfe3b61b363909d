package io.parley.standalone;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds out before anything starts that a port is taken, and says by which setting. */
final class Ports {
  private Ports() {}

  /**
   * @param key the setting that chooses the port
   * @throws StartupException if somebody listens there
   */
  static void requireFreeTcp(String key, String host, int port) throws StartupException {
    if (port == 0) {
      return;
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw taken(key, host, port, "TCP", e);
    }
  }

  /** As {@link #requireFreeTcp}, for UDP. */
  static void requireFreeUdp(String key, String host, int port) throws StartupException {
    if (port == 0) {
      return;
    }
    try (DatagramSocket probe = new DatagramSocket(null)) {
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw taken(key, host, port, "UDP", e);
    }
  }

  private static StartupException taken(
      String key, String host, int port, String protocol, IOException cause) {
    return new StartupException(
        protocol
            + " port "
            + port
            + " on "
            + host
            + " can't be used ("
            + cause.getMessage()
            + "); choose another with --set "
            + key
            + "=PORT",
        cause);
  }
}
