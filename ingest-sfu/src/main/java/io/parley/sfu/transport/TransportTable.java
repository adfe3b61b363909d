package io.parley.sfu.transport;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose datagram is it? Checks are found by our user name fragment, everything else by an address
 * that passed a check. Any thread; the only state that loops share.
 */
final class TransportTable {
  private final Map<String, BrowserTransport> byFragment = new ConcurrentHashMap<>();
  private final Map<InetSocketAddress, BrowserTransport> byAddress = new ConcurrentHashMap<>();
  private final Map<String, BrowserTransport> byId = new ConcurrentHashMap<>();

  void add(BrowserTransport transport) {
    byId.put(transport.id(), transport);
    addFragment(transport.iceParameters().usernameFragment(), transport);
  }

  void addFragment(String fragment, BrowserTransport transport) {
    byFragment.put(fragment, transport);
  }

  void removeFragment(String fragment) {
    byFragment.remove(fragment);
  }

  /** The newest to pass a check from an address has it: a NAT may give it to somebody else. */
  void addAddress(InetSocketAddress address, BrowserTransport transport) {
    if (!(address instanceof TcpPeer)) { // a connection knows by itself whose it is
      byAddress.put(address, transport);
    }
  }

  void removeAddress(InetSocketAddress address, BrowserTransport transport) {
    if (!(address instanceof TcpPeer)) {
      byAddress.remove(address, transport);
    }
  }

  @Nullable BrowserTransport withFragment(String fragment) {
    return byFragment.get(fragment);
  }

  @Nullable BrowserTransport withAddress(InetSocketAddress address) {
    return byAddress.get(address);
  }

  void remove(BrowserTransport transport, Collection<InetSocketAddress> addresses) {
    byId.remove(transport.id());
    byFragment.values().removeIf(other -> other == transport);
    addresses.forEach(address -> removeAddress(address, transport));
  }

  /** Addresses that passed a check. */
  int addresses() {
    return byAddress.size();
  }

  List<BrowserTransport> all() {
    return List.copyOf(byId.values());
  }
}
