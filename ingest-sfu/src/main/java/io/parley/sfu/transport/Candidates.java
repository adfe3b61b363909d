package io.parley.sfu.transport;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Host candidates for the media ports (RFC 8445 §5.1.1, priorities by §5.1.2.1): each address by
 * UDP, then each by TCP where that port is open. IPv4 comes first where we choose the order: there
 * are encoders that try the first alone.
 */
final class Candidates {
  private static final int UDP_PREFERENCE = 126;

  /** Below everything that UDP may find, relays apart (RFC 6544 §4.2). */
  private static final int TCP_PREFERENCE = 90;

  private static final int HIGHEST_LOCAL_PREFERENCE = 65_535;

  /** RFC 6544 §4.2: direction preference 4, passive, above 13 bits of our own. */
  private static final int HIGHEST_PASSIVE_PREFERENCE = (4 << 13) + (1 << 13) - 1;

  private static final int RTP_COMPONENT = 1;

  private Candidates() {}

  /**
   * @param tcpPort -1 if none is open
   */
  static List<IceCandidate> of(TransportConfig config, int udpPort, int tcpPort) {
    List<IceCandidate> candidates = new ArrayList<>();
    List<InetAddress> addresses = addresses(config);
    for (int rank = 0; rank < addresses.size(); rank++) {
      String address = NetUtil.toAddressString(addresses.get(rank));
      long priority = priority(UDP_PREFERENCE, HIGHEST_LOCAL_PREFERENCE - rank);
      candidates.add(
          new IceCandidate("host" + rank, priority, address, address, "udp", udpPort, "host"));
    }
    for (int rank = 0; rank < addresses.size() && tcpPort >= 0; rank++) {
      String address = NetUtil.toAddressString(addresses.get(rank));
      long priority = priority(TCP_PREFERENCE, HIGHEST_PASSIVE_PREFERENCE - rank);
      candidates.add(
          new IceCandidate(
              "tcp" + rank, priority, address, address, "tcp", tcpPort, "host", "passive"));
    }
    return List.copyOf(candidates);
  }

  static long priority(int typePreference, int localPreference) {
    return ((long) typePreference << 24) + ((long) localPreference << 8) + (256 - RTP_COMPONENT);
  }

  private static List<InetAddress> addresses(TransportConfig config) {
    if (!config.address().announced().isEmpty()) {
      return config.address().announced();
    }
    if (!config.address().bind().isAnyLocalAddress()) {
      return List.of(config.address().bind());
    }
    try {
      List<InetAddress> usable =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
              .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
              .toList();
      return usable.isEmpty() ? List.of(InetAddress.getLoopbackAddress()) : usable;
    } catch (SocketException e) {
      throw new TransportException("cannot list this host's addresses", e);
    }
  }
}
