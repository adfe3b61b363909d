package io.parley.sfu.transport;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * How media is received.
 *
 * @param address where
 * @param eventLoops threads that meetings are spread over, 1…256; each has its own socket
 * @param handshakeThreads DTLS handshakes at the same time, 1…1024; more wait. Nearly all of a
 *     handshake is waiting; how many compute at once depends on the cores
 * @param timeouts what is waited for, and how long
 * @param profiles SRTP protection offered, most wanted first
 */
public record TransportConfig(
    MediaAddress address,
    int eventLoops,
    int handshakeThreads,
    Timeouts timeouts,
    List<SrtpProfile> profiles) {

  /**
   * How long is waited.
   *
   * @param connect from {@code connect} until DTLS must be done
   * @param consent without a valid ICE check after which a transport ends (RFC 7675: 30 s)
   * @param handshakeResend first retransmission of an unanswered DTLS flight, then doubling
   */
  public record Timeouts(Duration connect, Duration consent, Duration handshakeResend) {
    public Timeouts {
      check(connect.toMillis() > 0, "connect timeout " + connect);
      check(consent.toMillis() > 0, "consent timeout " + consent);
      check(handshakeResend.toMillis() >= 10, "handshake resend " + handshakeResend);
    }
  }

  public TransportConfig {
    profiles = List.copyOf(profiles);
    check(eventLoops >= 1 && eventLoops <= 256, eventLoops + " event loops");
    check(handshakeThreads >= 1 && handshakeThreads <= 1024, handshakeThreads + " threads");
    check(!profiles.isEmpty(), "no SRTP profile");
  }

  /** The defaults: a loop per core, 64 handshakes at once, 20 s to connect, 30 s of consent. */
  public static TransportConfig of(MediaAddress address) {
    return new TransportConfig(
        address,
        Runtime.getRuntime().availableProcessors(),
        64,
        new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofMillis(250)),
        List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80));
  }

  /** The defaults, without TCP. */
  public static TransportConfig of(InetAddress bind, int udpPort) {
    return of(MediaAddress.of(bind, udpPort));
  }

  private TransportConfig at(MediaAddress other) {
    return new TransportConfig(other, eventLoops, handshakeThreads, timeouts, profiles);
  }

  public TransportConfig withAnnounced(List<InetAddress> addresses) {
    return at(address.announcing(addresses));
  }

  /**
   * @param wanted 0 for a free port, -1 for none
   */
  public TransportConfig withTcp(int wanted) {
    return at(address.withTcp(wanted));
  }

  public TransportConfig withThreads(int loops, int handshakes) {
    return new TransportConfig(address, loops, handshakes, timeouts, profiles);
  }

  public TransportConfig withTimeouts(Duration connect, Duration consent, Duration resend) {
    Timeouts others = new Timeouts(connect, consent, resend);
    return new TransportConfig(address, eventLoops, handshakeThreads, others, profiles);
  }

  public TransportConfig withProfiles(List<SrtpProfile> wanted) {
    return new TransportConfig(address, eventLoops, handshakeThreads, timeouts, wanted);
  }

  private static void check(boolean good, String what) {
    if (!good) {
      throw new IllegalArgumentException("transport configuration: " + what);
    }
  }
}
