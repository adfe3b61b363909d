package io.parley.sfu.signal;

import io.parley.storage.contract.AddressSet;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the signalling server listens.
 *
 * @param port 0 picks a free one
 * @param tls null serves plain WebSocket, for use behind a proxy or on the loopback interface
 * @param allowedOrigins values of the Origin header that may connect; empty allows all. Clients
 *     that are no browsers send none and may always connect
 * @param metricsReaders who may read {@code /metrics}
 * @param limits how much strangers may take
 * @param iceServers what browsers are told of
 */
public record SignalConfig(
    String host,
    int port,
    @Nullable Tls tls,
    List<String> allowedOrigins,
    AddressSet metricsReaders,
    SignalLimits limits,
    IceServers iceServers) {
  public SignalConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("signalling port out of range: " + port);
    }
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /** With the usual limits, and no servers but this one. */
  public SignalConfig(
      String host,
      int port,
      @Nullable Tls tls,
      List<String> allowedOrigins,
      AddressSet metricsReaders) {
    this(host, port, tls, allowedOrigins, metricsReaders, SignalLimits.USUAL, IceServers.NONE);
  }

  /** Metrics are for this machine only. */
  public SignalConfig(String host, int port, @Nullable Tls tls, List<String> allowedOrigins) {
    this(host, port, tls, allowedOrigins, AddressSet.LOOPBACK);
  }

  /** The same with other readers of the metrics. */
  public SignalConfig withMetricsReaders(AddressSet readers) {
    return new SignalConfig(host, port, tls, allowedOrigins, readers, limits, iceServers);
  }

  /** The same with other limits. */
  public SignalConfig withLimits(SignalLimits limits) {
    return new SignalConfig(host, port, tls, allowedOrigins, metricsReaders, limits, iceServers);
  }

  /** The same with STUN and TURN servers. */
  public SignalConfig withIceServers(IceServers servers) {
    return new SignalConfig(host, port, tls, allowedOrigins, metricsReaders, limits, servers);
  }

  /**
   * @param keystore PKCS#12
   */
  public record Tls(Path keystore, String password) {}
}
