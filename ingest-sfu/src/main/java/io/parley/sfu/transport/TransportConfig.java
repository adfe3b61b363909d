package io.parley.sfu.transport;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * How media is received.
 *
 * @param bindAddress local address of the one UDP port; a wildcard listens on all
 * @param port 1…65535, or 0 for a free one
 * @param announcedAddresses put into candidates, most wanted first (behind NAT: the public ones);
 *     empty announces the bind address or, for a wildcard, every address of this host
 * @param eventLoops threads that meetings are spread over, 1…256; each has its own socket
 * @param handshakeThreads DTLS handshakes at the same time, 1…1024; more wait. Nearly all of a
 *     handshake is waiting; how many compute at once depends on the cores
 * @param connectTimeout from {@code connect} until DTLS must be done
 * @param consentTimeout without a valid ICE check after which a transport ends (RFC 7675: 30 s)
 * @param handshakeResend first retransmission of an unanswered DTLS flight, then doubling
 * @param profiles SRTP protection offered, most wanted first
 * @param tcpPort for media where no UDP passes: 1…65535, 0 for a free one, -1 for none
 */
public record TransportConfig(
    InetAddress bindAddress,
    int port,
    List<InetAddress> announcedAddresses,
    int eventLoops,
    int handshakeThreads,
    Duration connectTimeout,
    Duration consentTimeout,
    Duration handshakeResend,
    List<SrtpProfile> profiles,
    int tcpPort) {

  public TransportConfig {
    announcedAddresses = List.copyOf(announcedAddresses);
    profiles = List.copyOf(profiles);
    check(port >= 0 && port <= 65_535, "port " + port);
    check(eventLoops >= 1 && eventLoops <= 256, eventLoops + " event loops");
    check(handshakeThreads >= 1 && handshakeThreads <= 1024, handshakeThreads + " threads");
    check(connectTimeout.toMillis() > 0, "connect timeout " + connectTimeout);
    check(consentTimeout.toMillis() > 0, "consent timeout " + consentTimeout);
    check(handshakeResend.toMillis() >= 10, "handshake resend " + handshakeResend);
    check(!profiles.isEmpty(), "no SRTP profile");
    check(tcpPort >= -1 && tcpPort <= 65_535, "TCP port " + tcpPort);
    check(
        announcedAddresses.stream().noneMatch(InetAddress::isAnyLocalAddress),
        "a wildcard cannot be announced");
  }

  /** The defaults: a loop per core, 64 handshakes at once, 20 s to connect, 30 s of consent. */
  public static TransportConfig of(InetAddress bindAddress, int port) {
    return new TransportConfig(
        bindAddress,
        port,
        List.of(),
        Runtime.getRuntime().availableProcessors(),
        64,
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofMillis(250),
        List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80),
        -1);
  }

  public TransportConfig withAnnounced(List<InetAddress> addresses) {
    return new TransportConfig(
        bindAddress,
        port,
        addresses,
        eventLoops,
        handshakeThreads,
        connectTimeout,
        consentTimeout,
        handshakeResend,
        profiles,
        tcpPort);
  }

  public TransportConfig withThreads(int loops, int handshakes) {
    return new TransportConfig(
        bindAddress,
        port,
        announcedAddresses,
        loops,
        handshakes,
        connectTimeout,
        consentTimeout,
        handshakeResend,
        profiles,
        tcpPort);
  }

  public TransportConfig withTimeouts(Duration connect, Duration consent, Duration resend) {
    return new TransportConfig(
        bindAddress,
        port,
        announcedAddresses,
        eventLoops,
        handshakeThreads,
        connect,
        consent,
        resend,
        profiles,
        tcpPort);
  }

  public TransportConfig withProfiles(List<SrtpProfile> wanted) {
    return new TransportConfig(
        bindAddress,
        port,
        announcedAddresses,
        eventLoops,
        handshakeThreads,
        connectTimeout,
        consentTimeout,
        handshakeResend,
        wanted,
        tcpPort);
  }

  /**
   * @param wanted 0 for a free port, -1 for none
   */
  public TransportConfig withTcp(int wanted) {
    return new TransportConfig(
        bindAddress,
        port,
        announcedAddresses,
        eventLoops,
        handshakeThreads,
        connectTimeout,
        consentTimeout,
        handshakeResend,
        profiles,
        wanted);
  }

  private static void check(boolean good, String what) {
    if (!good) {
      throw new IllegalArgumentException("transport configuration: " + what);
    }
  }
}
