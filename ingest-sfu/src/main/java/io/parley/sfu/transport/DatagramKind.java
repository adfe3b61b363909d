package io.parley.sfu.transport;

/**
 * The protocols on our port, told apart by their first byte (RFC 7983 §7).
 *
 * <pre>
 *              +----------------+
 *              |        [0..3] -+--&gt; STUN
 *              |      [20..63] -+--&gt; DTLS
 *              |    [128..191] -+--&gt; RTP/RTCP
 *              +----------------+
 * </pre>
 */
enum DatagramKind {
  STUN,
  DTLS,
  SRTP,
  OTHER;

  static DatagramKind of(byte first) {
    int value = first & 0xff;
    if (value <= 3) {
      return STUN;
    }
    if (value >= 20 && value <= 63) {
      return DTLS;
    }
    return value >= 128 && value <= 191 ? SRTP : OTHER;
  }
}
