package io.parley.sfu.transport;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** Host candidates for the media port (RFC 8445 §5.1.1, priorities by §5.1.2.1). */
final class Candidates {
  private static final int HOST_PREFERENCE = 126;
  private static final int HIGHEST_LOCAL_PREFERENCE = 65_535;
  private static final int RTP_COMPONENT = 1;

  private Candidates() {}

  static List<IceCandidate> of(TransportConfig config, int port) {
    List<IceCandidate> candidates = new ArrayList<>();
    for (InetAddress address : addresses(config)) {
      int rank = candidates.size();
      candidates.add(
          new IceCandidate(
              "host" + rank,
              priority(HIGHEST_LOCAL_PREFERENCE - rank),
              address.getHostAddress(),
              address.getHostAddress(),
              "udp",
              port,
              "host"));
    }
    return List.copyOf(candidates);
  }

  static long priority(int localPreference) {
    return ((long) HOST_PREFERENCE << 24) + ((long) localPreference << 8) + (256 - RTP_COMPONENT);
  }

  private static List<InetAddress> addresses(TransportConfig config) {
    if (!config.announcedAddresses().isEmpty()) {
      return config.announcedAddresses();
    }
    if (!config.bindAddress().isAnyLocalAddress()) {
      return List.of(config.bindAddress());
    }
    try {
      List<InetAddress> usable =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
              .toList();
      return usable.isEmpty() ? List.of(InetAddress.getLoopbackAddress()) : usable;
    } catch (SocketException e) {
      throw new TransportException("cannot list this host's addresses", e);
    }
  }
}
