package io.parley.sfu;

import io.parley.sfu.signal.SignalConfig;
import io.parley.sfu.tap.TapConfig;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one SFU runs.
 *
 * @param signal where browsers connect for signalling
 * @param udpBind local address of the one UDP port for all media
 * @param udpPort 0 picks a free one
 * @param announcedAddresses what browsers are told to send to; empty announces the bind address, or
 *     for a wildcard every address of the host
 * @param tokenSecret shared with the web server, at least 32 bytes
 * @param tap where packets and events are written; null leaves no trace of meetings
 * @param emptyTimeout a meeting nobody is in ends after this
 * @param reconnectGrace a participant without a signalling connection is gone after this
 * @param consentTimeout a browser that answers no connectivity check for this long has lost its
 *     media
 * @param maxParticipants in one meeting
 * @param tcpPort for media where no UDP passes; 0 picks a free one, -1 is for none
 */
public record SfuConfig(
    SignalConfig signal,
    InetAddress udpBind,
    int udpPort,
    List<InetAddress> announcedAddresses,
    byte[] tokenSecret,
    @Nullable TapConfig tap,
    Duration emptyTimeout,
    Duration reconnectGrace,
    Duration consentTimeout,
    int maxParticipants,
    int tcpPort) {
  public SfuConfig {
    announcedAddresses = List.copyOf(announcedAddresses);
    tokenSecret = tokenSecret.clone();
    if (udpPort < 0 || udpPort > 65_535) {
      throw new IllegalArgumentException("UDP port out of range: " + udpPort);
    }
    if (maxParticipants < 1) {
      throw new IllegalArgumentException("a meeting holds at least one participant");
    }
  }

  /** On the loopback interface, on free ports, with the usual time-outs, without a log. */
  public static SfuConfig onLoopback(byte[] tokenSecret) {
    return new SfuConfig(
        new SignalConfig("127.0.0.1", 0, null, List.of()),
        InetAddress.getLoopbackAddress(),
        0,
        List.of(),
        tokenSecret,
        null,
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        100,
        -1);
  }

  /** The same with signalling elsewhere. */
  public SfuConfig withSignal(SignalConfig signal) {
    return new SfuConfig(
        signal,
        udpBind,
        udpPort,
        announcedAddresses,
        tokenSecret,
        tap,
        emptyTimeout,
        reconnectGrace,
        consentTimeout,
        maxParticipants,
        tcpPort);
  }

  /** The same with media elsewhere. */
  public SfuConfig withUdp(InetAddress bind, int port, List<InetAddress> announced) {
    return new SfuConfig(
        signal,
        bind,
        port,
        announced,
        tokenSecret,
        tap,
        emptyTimeout,
        reconnectGrace,
        consentTimeout,
        maxParticipants,
        tcpPort);
  }

  /** The same with media over TCP, too; 0 for a free port, -1 for none. */
  public SfuConfig withTcp(int port) {
    return new SfuConfig(
        signal,
        udpBind,
        udpPort,
        announcedAddresses,
        tokenSecret,
        tap,
        emptyTimeout,
        reconnectGrace,
        consentTimeout,
        maxParticipants,
        port);
  }

  /** The same with a log; null for none. */
  public SfuConfig withTap(@Nullable TapConfig tap) {
    return new SfuConfig(
        signal,
        udpBind,
        udpPort,
        announcedAddresses,
        tokenSecret,
        tap,
        emptyTimeout,
        reconnectGrace,
        consentTimeout,
        maxParticipants,
        tcpPort);
  }

  /** The same with other time-outs. */
  public SfuConfig withTimeouts(Duration empty, Duration grace, Duration consent) {
    return new SfuConfig(
        signal,
        udpBind,
        udpPort,
        announcedAddresses,
        tokenSecret,
        tap,
        empty,
        grace,
        consent,
        maxParticipants,
        tcpPort);
  }
}
