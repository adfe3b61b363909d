package io.parley.storage.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface. */
public final class FreePort {
  private FreePort() {}

  /** A TCP port nobody listens on at this moment; another process may still take it first. */
  public static int next() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on the loopback interface", e);
    }
  }

  /** The port itself, or a free one for 0. */
  static int orNext(int port) {
    return port == 0 ? next() : port;
  }
}
