package io.parley.sfu.transport;

/** Why a datagram, or a packet to send, went no further. Each is counted, none is logged. */
public enum DropReason {
  /** First byte of no protocol we speak (RFC 7983 §7), or empty. */
  NOT_OURS,
  /** Longer than any packet we take. */
  TOO_LONG,
  /** A TCP connection beyond those that are allowed at once. */
  TOO_MANY_CONNECTIONS,
  /** From an address that passed no ICE check. */
  UNKNOWN_ADDRESS,
  /** STUN that does not parse, has a wrong fingerprint or lacks what a check must have. */
  STUN_MALFORMED,
  /** STUN other than a binding request. */
  STUN_UNEXPECTED,
  /** A check for a user name that no transport has. */
  STUN_UNKNOWN_USER,
  /** A check whose integrity is not made with our password. */
  STUN_WRONG_PASSWORD,
  /** DTLS before its transport can take it, or more than it can take. */
  DTLS_OVERFLOW,
  /** All handshake threads and their queue are taken; the peer will try again. */
  DTLS_BUSY,
  /** DTLS after the handshake that is neither retransmission nor alert: application data. */
  DTLS_UNEXPECTED,
  /** RTP or RTCP before the handshake began, or more of it than can wait for the keys. */
  SRTP_BEFORE_KEYS,
  /** A header that does not fit. */
  SRTP_MALFORMED,
  /** Authentication failed: forged, damaged or wrong keys. */
  SRTP_FORGED,
  /** Seen before. */
  SRTP_REPLAYED,
  /** Older than the replay window. */
  SRTP_TOO_OLD,
  /** More streams than a transport may have. */
  SRTP_TOO_MANY_STREAMS,
  /** A listener threw: our own mistake, logged once for each transport. */
  LISTENER_FAILED,
  /** To be sent, but the transport is not connected. */
  SEND_NOT_CONNECTED,
  /** To be sent, but longer than allowed or no RTP. */
  SEND_MALFORMED,
  /** To be sent, but the socket cannot keep up. */
  SEND_QUEUE_FULL,
  /** The operating system refused it. */
  SEND_FAILED
}
