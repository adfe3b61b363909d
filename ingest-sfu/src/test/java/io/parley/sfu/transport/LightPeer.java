package io.parley.sfu.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.ice4j.StunException;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;

/**
 * A WebRTC endpoint without media, socket or thread of its own, so that hundreds fit into one
 * process: an ICE-controlling agent, a DTLS client, SRTP both ways. One thread, the one that owns
 * the socket, calls everything but the constructor and {@link #connect}.
 */
public final class LightPeer implements AutoCloseable {
  /** Where datagrams go. Called by the owner's thread and by those that shake hands. */
  public interface Wire {
    void put(byte[] buf, int off, int len);
  }

  /** What the endpoints of one process have in common: a certificate, threads for handshakes. */
  public static final class Shared implements AutoCloseable {
    private final SecureRandom random = new SecureRandom();
    private final DtlsIdentity identity = DtlsIdentity.create(random, Instant.now());
    private final TransportConfig config;
    private final ExecutorService handshakes;

    /**
     * @param profiles SRTP offered, most wanted first
     * @param threads handshakes at once
     */
    public Shared(List<SrtpProfile> profiles, int threads) {
      config =
          TransportConfig.of(java.net.InetAddress.getLoopbackAddress(), 0).withProfiles(profiles);
      handshakes =
          Executors.newFixedThreadPool(
              threads,
              task -> {
                Thread thread = new Thread(task, "peer-handshake");
                thread.setDaemon(true);
                return thread;
              });
    }

    public DtlsFingerprint fingerprint() {
      return identity.fingerprint();
    }

    @Override
    public void close() {
      handshakes.shutdown();
    }
  }

  private static final int FRAGMENT_LENGTH = 8;
  private static final int PASSWORD_LENGTH = 24;
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

  private final Shared shared;
  private final Wire wire;
  private final IceParameters local;
  private final CompletableFuture<SrtpProfile> connected = new CompletableFuture<>();
  private volatile InetSocketAddress server;
  private volatile IceParameters remote;
  private volatile DtlsHandshake dtls;
  private volatile SrtpSession session;
  private boolean reachable;

  public LightPeer(Shared shared, Wire wire) {
    this.shared = shared;
    this.wire = wire;
    this.local = new IceParameters(text(FRAGMENT_LENGTH), text(PASSWORD_LENGTH), false);
  }

  private String text(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(shared.random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /** What the server must know to check this side. */
  public IceParameters localIce() {
    return local;
  }

  /**
   * From now on {@link #check} reaches the server; once it answers, hands are shaken.
   *
   * @param fingerprint of the certificate that the server must show
   * @return completes when media may flow, exceptionally if DTLS fails
   */
  public CompletableFuture<SrtpProfile> connect(
      InetSocketAddress to, IceParameters ice, DtlsFingerprint fingerprint) {
    DtlsPeers.Terms terms = new DtlsPeers.Terms(shared.identity, fingerprint, shared.config);
    dtls =
        new DtlsHandshake(
            shared.handshakes,
            terms,
            true,
            datagram -> wire.put(datagram, 0, datagram.length),
            this::onDtlsEvent);
    server = to;
    remote = ice;
    return connected;
  }

  private void onDtlsEvent(DtlsHandshake.Event event) {
    if (event instanceof DtlsHandshake.Event.Connected done) {
      session = new SrtpSession(done.keys());
      connected.complete(done.keys().profile());
    } else if (event instanceof DtlsHandshake.Event.Ended end) {
      connected.completeExceptionally(new IOException("DTLS: " + end.reason()));
    }
  }

  /** Whether media may flow. */
  public boolean isConnected() {
    return session != null;
  }

  /** Sends a connectivity check that nominates; a browser does so every few seconds. */
  public void check() {
    IceParameters ice = remote;
    if (ice == null) {
      return;
    }
    try {
      Request request = MessageFactory.createBindingRequest(1L << 24);
      byte[] transaction = new byte[Message.TRANSACTION_ID_LENGTH];
      shared.random.nextBytes(transaction);
      request.setTransactionID(transaction);
      request.putAttribute(
          AttributeFactory.createUsernameAttribute(
              ice.usernameFragment() + ":" + local.usernameFragment()));
      request.putAttribute(AttributeFactory.createIceControllingAttribute(42));
      request.putAttribute(AttributeFactory.createUseCandidateAttribute());
      byte[] bytes = BindingRequest.encode(request, ice.password());
      wire.put(bytes, 0, bytes.length);
    } catch (StunException e) {
      throw new IllegalStateException("a check that cannot be written", e);
    }
  }

  /**
   * Takes a datagram.
   *
   * @return true if it was STUN or DTLS and is done with; false for SRTP and SRTCP
   */
  public boolean take(byte[] buf, int len) {
    switch (len == 0 ? DatagramKind.OTHER : DatagramKind.of(buf[0])) {
      case STUN -> stun(buf, len);
      case DTLS -> dtls.offer(Arrays.copyOf(buf, len));
      case SRTP -> {
        return session == null;
      }
      case OTHER -> {}
    }
    return true;
  }

  private void stun(byte[] buf, int len) {
    BindingRequest.Parsed asked = BindingRequest.parse(buf, 0, len);
    if (asked.request() != null) {
      byte[] answer = asked.request().success(server, local.password());
      wire.put(answer, 0, answer.length);
    } else if (!reachable && isSuccess(buf, len)) {
      reachable = true;
      dtls.start();
    }
  }

  private static boolean isSuccess(byte[] buf, int len) {
    try {
      Message message = Message.decode(Arrays.copyOf(buf, len), 0, len);
      return message.getMessageType() == Message.BINDING_SUCCESS_RESPONSE;
    } catch (StunException e) {
      return false;
    }
  }

  /** In place, with {@link WebRtcTransport#TAIL_ROOM} behind; returns the new length. */
  public int protectRtp(byte[] buf, int off, int len) {
    return good(session.protectRtp(buf, off, len));
  }

  /** In place, with {@link WebRtcTransport#TAIL_ROOM} behind; returns the new length. */
  public int protectRtcp(byte[] buf, int off, int len) {
    return good(session.protectRtcp(buf, off, len));
  }

  private int good(int length) {
    if (length < 0) {
      throw new IllegalStateException("cannot protect: " + session.failure());
    }
    return length;
  }

  /** In place; returns the new length, or a negative one if the packet is forged or repeated. */
  public int unprotectRtp(byte[] buf, int off, int len, int headerLength) {
    return session.unprotectRtp(buf, off, len, headerLength);
  }

  /** Whether what was last refused was not genuine, rather than repeated or too old to tell. */
  public boolean refusedForgery() {
    DropReason reason = session.failure();
    return reason != DropReason.SRTP_REPLAYED && reason != DropReason.SRTP_TOO_OLD;
  }

  /** In place; returns the new length, or a negative one if the packet is forged or repeated. */
  public int unprotectRtcp(byte[] buf, int off, int len) {
    return session.unprotectRtcp(buf, off, len);
  }

  @Override
  public void close() {
    DtlsHandshake open = dtls;
    if (open != null) {
      open.close();
    }
  }
}
