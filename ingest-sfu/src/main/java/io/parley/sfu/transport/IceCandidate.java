package io.parley.sfu.transport;

/**
 * An address of ours that the browser may send to (RFC 8445 §5.3); JSON as mediasoup-client expects
 * it.
 *
 * @param address the announced address; {@code ip} repeats it for older clients
 * @param priority higher is tried first, 0…2³¹-1
 * @param protocol "udp"
 * @param type "host"
 */
public record IceCandidate(
    String foundation,
    long priority,
    String address,
    String ip,
    String protocol,
    int port,
    String type) {}
