package io.parley.sfu.transport;

import io.netty.channel.EventLoop;
import java.util.List;

/**
 * One encrypted connection with a browser, bound to one event loop. All methods are called on
 * {@link #eventLoop()}, unless they say otherwise, and all callbacks come on it.
 */
public interface WebRtcTransport {
  /**
   * Bytes that must be writable in the caller's array behind a packet given to {@link #sendRtp} or
   * {@link #sendRtcp}: authentication tag and, for RTCP, the index (RFC 3711 §3.4, RFC 7714 §9).
   */
  int TAIL_ROOM = 20;

  /** Longest RTP or RTCP packet that can be sent or received, bytes before protection. */
  int MAX_PACKET_LENGTH = 1460;

  /** What happens on a transport. */
  interface Listener {
    /** DTLS is done, the certificate is the signalled one, packets can be sent. Once. */
    void onConnected();

    /**
     * A decrypted RTP packet, neither a replay nor a duplicate; its header was checked to be whole.
     *
     * @param buf belongs to the transport and is used again after the call: copy what you keep.
     *     During the call it may be overwritten from {@code off} to {@code off + len + TAIL_ROOM}
     * @param arrivalEpochMicros wall clock when the datagram was taken from the socket
     */
    void onRtp(byte[] buf, int off, int len, long arrivalEpochMicros);

    /** A decrypted RTCP compound packet; buffers as in {@link #onRtp}. */
    void onRtcp(byte[] buf, int off, int len, long arrivalEpochMicros);

    /** The transport has ended; nothing comes after this. Once, also after {@code close}. */
    void onDisconnected(DisconnectReason reason);
  }

  /** Random, unique. Any thread. */
  String id();

  /** Any thread. */
  EventLoop eventLoop();

  /** The current ones; they change with {@link #restartIce}. Any thread. */
  IceParameters iceParameters();

  /** Any thread. */
  List<IceCandidate> iceCandidates();

  /** Ours: role {@code auto} and the fingerprint of this process' certificate. Any thread. */
  DtlsParameters dtlsParameters();

  /**
   * Tells the peer's role and fingerprint; DTLS may begin. ICE checks are answered before already.
   * A remote role of {@code auto} makes the remote the client.
   *
   * @throws IllegalArgumentException if there is no sha-256 fingerprint
   * @throws IllegalStateException if called twice, or after the end
   */
  void connect(DtlsParameters remote);

  /**
   * New user name fragment and password (RFC 8445 §9). The old ones are answered until the first
   * valid check with the new ones; media and DTLS go on undisturbed.
   */
  IceParameters restartIce();

  /**
   * Protects and sends an RTP packet.
   *
   * @param buf encrypted in place up to {@code off + len + TAIL_ROOM}; it is the caller's again
   *     when this returns, its content lost
   * @return whether it went out; otherwise it was counted in {@link TransportStats#sendFailures}
   */
  boolean sendRtp(byte[] buf, int off, int len);

  /** Protects and sends an RTCP compound packet; as {@link #sendRtp}. */
  boolean sendRtcp(byte[] buf, int off, int len);

  /**
   * Lets go what is kept for an SSRC that was sent with. It must never be sent with again on this
   * transport: its keystream would come a second time (RFC 3711 §9.1).
   */
  void forget(long ssrc);

  TransportStats stats();

  /** Ends it: tells the peer (DTLS close_notify) and the listener. Harmless when repeated. */
  void close();
}
