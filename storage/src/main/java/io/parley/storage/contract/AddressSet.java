package io.parley.storage.contract;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses that are trusted with something: single ones and networks. Web server and SFU are told
 * by it who is who. No name is ever looked up.
 *
 * @param networks none is nobody
 */
public record AddressSet(List<Network> networks) {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  /** With a colon in it and one of these in front, Java never takes it for a name. */
  private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]*");

  public static final AddressSet NOBODY = new AddressSet(List.of());

  /** This machine: {@code 127.0.0.0/8} and {@code ::1}. */
  public static final AddressSet LOOPBACK = of(List.of("127.0.0.0/8", "::1"));

  public AddressSet {
    networks = List.copyOf(networks);
  }

  /**
   * @param texts each an address or a network in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3)
   * @throws IllegalArgumentException if one is neither; the message quotes it
   */
  public static AddressSet of(Collection<String> texts) {
    List<Network> networks = new ArrayList<>();
    for (String text : texts) {
      networks.add(Network.parse(text.strip()));
    }
    return new AddressSet(networks);
  }

  public boolean contains(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  /**
   * @param remote as servers write down who asks: brackets and a zone around an IPv6 address are
   *     passed over; what is no address is not contained
   */
  public boolean contains(String remote) {
    return literal(remote.replaceAll("^\\[|(%[^\\]]*)?]?$", "")).filter(this::contains).isPresent();
  }

  /** An address in numbers; empty if the text is anything else, a host name for one. */
  public static Optional<InetAddress> literal(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * All addresses that begin with the same bits.
   *
   * @param address its first {@code prefixBits} are those; the others must be zero
   * @param prefixBits 0–32 for IPv4, 0–128 for IPv6
   */
  public record Network(InetAddress address, int prefixBits) {
    public Network {
      byte[] bytes = address.getAddress();
      if (prefixBits < 0 || prefixBits > 8 * bytes.length) {
        throw new IllegalArgumentException("no network has " + prefixBits + " bits");
      }
      for (int bit = prefixBits; bit < 8 * bytes.length; bit++) {
        if (bit(bytes, bit) != 0) {
          throw new IllegalArgumentException(
              address.getHostAddress() + "/" + prefixBits + " has bits behind its prefix");
        }
      }
    }

    private static Network parse(String text) {
      int slash = text.indexOf('/');
      String literal = slash < 0 ? text : text.substring(0, slash);
      InetAddress address =
          literal(literal)
              .orElseThrow(
                  () -> new IllegalArgumentException("'" + text + "' is no address or network"));
      int all = 8 * address.getAddress().length;
      try {
        return new Network(address, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1)));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + text + "' is no address or network", e);
      }
    }

    public boolean contains(InetAddress other) {
      byte[] mine = address.getAddress();
      byte[] theirs = other.getAddress();
      if (mine.length != theirs.length) {
        return false;
      }
      for (int bit = 0; bit < prefixBits; bit++) {
        if (bit(mine, bit) != bit(theirs, bit)) {
          return false;
        }
      }
      return true;
    }

    private static int bit(byte[] bytes, int bit) {
      return bytes[bit / 8] >> (7 - bit % 8) & 1;
    }
  }
}
