package io.parley.sfu.transport;

import java.net.InetAddress;
import java.util.List;

/**
 * Where media is received.
 *
 * @param bind local address of the one UDP port; a wildcard listens on all
 * @param udpPort 1…65535, or 0 for a free one
 * @param tcpPort for media where no UDP passes: 1…65535, 0 for a free one, -1 for none
 * @param announced put into candidates, most wanted first (behind NAT: the public ones); empty
 *     announces {@code bind} or, for a wildcard, every address of this host
 */
public record MediaAddress(
    InetAddress bind, int udpPort, int tcpPort, List<InetAddress> announced) {
  private static final int HIGHEST_PORT = 65_535;

  public MediaAddress {
    announced = List.copyOf(announced);
    check(udpPort >= 0 && udpPort <= HIGHEST_PORT, "UDP port out of range: " + udpPort);
    check(tcpPort >= -1 && tcpPort <= HIGHEST_PORT, "TCP port out of range: " + tcpPort);
    check(
        announced.stream().noneMatch(InetAddress::isAnyLocalAddress),
        "a wildcard cannot be announced");
  }

  /** Without TCP, announced as it is. */
  public static MediaAddress of(InetAddress bind, int udpPort) {
    return new MediaAddress(bind, udpPort, -1, List.of());
  }

  MediaAddress announcing(List<InetAddress> addresses) {
    return new MediaAddress(bind, udpPort, tcpPort, addresses);
  }

  /** The same with media over TCP, too; 0 for a free port, -1 for none. */
  public MediaAddress withTcp(int port) {
    return new MediaAddress(bind, udpPort, port, announced);
  }

  private static void check(boolean good, String what) {
    if (!good) {
      throw new IllegalArgumentException(what);
    }
  }
}
