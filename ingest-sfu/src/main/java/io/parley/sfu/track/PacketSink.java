package io.parley.sfu.track;

/** Where plain packets leave for one browser; they are protected on the way. Never blocks. */
public interface PacketSink {

  /**
   * Sends an RTP packet. The range may be overwritten; it is free for reuse on return.
   *
   * @param buf has room behind the packet, see {@link #TAIL_ROOM}
   */
  void rtp(byte[] buf, int off, int len);

  /** Sends a compound RTCP packet, on the same terms. */
  void rtcp(byte[] buf, int off, int len);

  /** Bytes to leave free behind a packet for protection in place. */
  int TAIL_ROOM = 64;

  /** No packet is larger than this, headers included. */
  int MAX_PACKET = 1_500;
}
