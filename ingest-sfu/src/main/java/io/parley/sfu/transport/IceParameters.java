package io.parley.sfu.transport;

/**
 * What the browser must know to reach us (RFC 8445 §5.3); JSON as mediasoup-client expects it.
 *
 * @param iceLite always true: we only answer checks (RFC 8445 §2.5)
 */
public record IceParameters(String usernameFragment, String password, boolean iceLite) {}
