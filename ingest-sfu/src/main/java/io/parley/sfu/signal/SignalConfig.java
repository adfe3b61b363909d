package io.parley.sfu.signal;

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
 */
public record SignalConfig(String host, int port, @Nullable Tls tls, List<String> allowedOrigins) {
  public SignalConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("signalling port out of range: " + port);
    }
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /**
   * @param keystore PKCS#12
   */
  public record Tls(Path keystore, String password) {}
}
