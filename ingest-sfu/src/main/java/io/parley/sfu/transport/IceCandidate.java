package io.parley.sfu.transport;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An address of ours that the browser may send to (RFC 8445 §5.3); JSON as mediasoup-client expects
 * it.
 *
 * @param address the announced address; {@code ip} repeats it for older clients
 * @param priority higher is tried first, 0…2³¹-1
 * @param protocol "udp" or "tcp"
 * @param type "host"
 * @param tcpType "passive" with TCP: the browser connects (RFC 6544 §4.5); null with UDP
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IceCandidate(
    String foundation,
    long priority,
    String address,
    String ip,
    String protocol,
    int port,
    String type,
    @Nullable String tcpType) {

  /** One for UDP. */
  public IceCandidate(
      String foundation,
      long priority,
      String address,
      String ip,
      String protocol,
      int port,
      String type) {
    this(foundation, priority, address, ip, protocol, port, type, null);
  }
}
