package io.parley.sfu.transport;

/** Why a transport ended. Every one but {@link #CLOSED} is the network's or the peer's doing. */
public enum DisconnectReason {
  /** {@link WebRtcTransport#close()} was called, or the server stopped. */
  CLOSED,
  /** The peer's certificate is not the one that was signalled: somebody else, or a mix-up. */
  FINGERPRINT_MISMATCH,
  /** No DTLS handshake within the configured time after {@code connect}. */
  CONNECT_TIMEOUT,
  /** The DTLS handshake failed for another reason. */
  HANDSHAKE_FAILED,
  /** The peer closed the DTLS connection. */
  PEER_CLOSED,
  /** No valid ICE check for the configured time (consent, RFC 7675). */
  CONSENT_EXPIRED
}
