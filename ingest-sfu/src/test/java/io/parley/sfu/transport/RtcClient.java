package io.parley.sfu.transport;

import io.parley.storage.codec.rtp.PacketKind;
import io.parley.storage.codec.rtp.RtpPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.ice4j.StunException;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;

/**
 * A WebRTC endpoint without media: an ICE-controlling agent on one socket, DTLS in either role,
 * SRTP both ways. For tests and load. Thread-safe; callbacks come on the client's reader thread.
 */
public final class RtcClient implements AutoCloseable {
  /** What arrives; buffers are used again after the call. */
  public interface Receiver {
    void onRtp(byte[] buf, int off, int len);

    void onRtcp(byte[] buf, int off, int len);
  }

  private static final int BUFFER = 4096;
  private static final long CHECK_MILLIS = 50;

  /** How often browsers check that the other side still agrees (RFC 7675 §5.1, on average). */
  private static final long CONSENT_MILLIS = 5_000;

  private static final String FRAGMENT = "client";

  private final TransportConfig config;
  private final DtlsRole role;
  private final InetAddress local;
  private final Receiver receiver;
  private final SecureRandom random = new SecureRandom();
  private final DtlsIdentity identity = DtlsIdentity.create(random, Instant.now());
  private final ExecutorService dtlsThreads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor();
  private final CompletableFuture<Void> reachable = new CompletableFuture<>();
  private final CompletableFuture<SrtpProfile> connected = new CompletableFuture<>();
  private final CompletableFuture<DisconnectReason> ended = new CompletableFuture<>();
  private final AtomicLong answers = new AtomicLong();
  private volatile DatagramSocket socket;
  private volatile InetSocketAddress server;
  private volatile TcpLink tcp;
  private volatile IceParameters remoteIce;
  private volatile DtlsHandshake dtls;
  private volatile ScheduledFuture<?> checking;
  private SrtpSession session;

  /**
   * @param role {@link DtlsRole#CLIENT} or {@link DtlsRole#SERVER}: what it will be in DTLS
   */
  public RtcClient(List<SrtpProfile> profiles, DtlsRole role, Receiver receiver) {
    this(profiles, role, receiver, InetAddress.getLoopbackAddress());
  }

  /**
   * @param local where it sends from
   */
  RtcClient(List<SrtpProfile> profiles, DtlsRole role, Receiver receiver, InetAddress local) {
    this.local = local;
    this.config = TransportConfig.of(InetAddress.getLoopbackAddress(), 0).withProfiles(profiles);
    this.role = role;
    this.receiver = receiver;
    this.socket = open();
  }

  private DatagramSocket open() {
    try {
      DatagramSocket opened = new DatagramSocket(0, local);
      Thread reader = new Thread(() -> read(opened), "client-" + opened.getLocalPort());
      reader.setDaemon(true);
      reader.start();
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** To be given to {@link WebRtcTransport#connect}. */
  public DtlsParameters dtlsParameters() {
    return new DtlsParameters(role, List.of(identity.fingerprint()));
  }

  public InetSocketAddress localAddress() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** Connects to a transport by what it says of itself. */
  public CompletableFuture<SrtpProfile> connect(WebRtcTransport transport) {
    return connect(transport, transport.iceCandidates().get(0));
  }

  /** Connects to a transport at one of its candidates; by TCP if it says so. */
  CompletableFuture<SrtpProfile> connect(WebRtcTransport transport, IceCandidate candidate) {
    if (candidate.protocol().equals("tcp")) {
      InetSocketAddress far = new InetSocketAddress(candidate.ip(), candidate.port());
      tcp = new TcpLink(far.getAddress(), far.getPort(), this::received);
    }
    return connect(
        new InetSocketAddress(candidate.ip(), candidate.port()),
        transport.iceParameters(),
        transport.dtlsParameters().sha256());
  }

  /** Checks, and shakes hands once a check is answered. */
  public CompletableFuture<SrtpProfile> connect(
      InetSocketAddress to, IceParameters ice, DtlsFingerprint fingerprint) {
    server = to;
    remoteIce = ice;
    DtlsPeers.Terms terms = new DtlsPeers.Terms(identity, fingerprint, config);
    boolean client = role == DtlsRole.CLIENT;
    dtls = new DtlsHandshake(dtlsThreads, terms, client, this::put, this::onDtlsEvent);
    reachable.thenRun(() -> dtls.start());
    checking = checks.scheduleWithFixedDelay(this::check, 0, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    return connected;
  }

  /** From now on checks as seldom as a browser does once it is connected. */
  public void keepAlive() {
    checking.cancel(false);
    checks.scheduleWithFixedDelay(
        this::check, CONSENT_MILLIS, CONSENT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Completes when the first check is answered. */
  public CompletableFuture<Void> reachable() {
    return reachable;
  }

  /** Completes when DTLS ends. */
  public CompletableFuture<DisconnectReason> ended() {
    return ended;
  }

  /** Checks answered so far. */
  public long answers() {
    return answers.get();
  }

  /** From now on sends there. */
  void goTo(InetSocketAddress other) {
    server = other;
    check();
  }

  /** Goes on with other credentials of the server. */
  public void restartIce(IceParameters ice) {
    remoteIce = ice;
  }

  /** Stops checking, as a browser that lost its network does. */
  public void fallSilent() {
    checks.shutdownNow();
  }

  /** Moves to another local port, as a phone that changes networks does. */
  public void move() {
    DatagramSocket before = socket;
    socket = open();
    check();
    before.close();
  }

  private void check() {
    try {
      put(checkOf(remoteIce, true));
    } catch (RuntimeException e) {
      connected.completeExceptionally(e);
    }
  }

  /** A check with USE-CANDIDATE, or without. */
  public byte[] checkOf(IceParameters ice, boolean nominate) {
    try {
      Request request = MessageFactory.createBindingRequest(1L << 24);
      byte[] transaction = new byte[Message.TRANSACTION_ID_LENGTH];
      random.nextBytes(transaction);
      request.setTransactionID(transaction);
      request.putAttribute(
          AttributeFactory.createUsernameAttribute(ice.usernameFragment() + ":" + FRAGMENT));
      request.putAttribute(AttributeFactory.createIceControllingAttribute(42));
      if (nominate) {
        request.putAttribute(AttributeFactory.createUseCandidateAttribute());
      }
      return BindingRequest.encode(request, ice.password());
    } catch (StunException e) {
      throw new IllegalStateException(e);
    }
  }

  private void onDtlsEvent(DtlsHandshake.Event event) {
    if (event instanceof DtlsHandshake.Event.Connected done) {
      synchronized (this) {
        session = new SrtpSession(done.keys());
      }
      connected.complete(done.keys().profile());
    } else if (event instanceof DtlsHandshake.Event.Ended end) {
      connected.completeExceptionally(new IOException("DTLS: " + end.reason()));
      ended.complete(end.reason());
    }
  }

  /** Protects and sends; the range needs {@link WebRtcTransport#TAIL_ROOM} behind it. */
  public void sendRtp(byte[] buf, int off, int len) {
    byte[] packet = protectRtp(buf, off, len);
    put(packet);
  }

  /** The packet as it would go out. */
  public synchronized byte[] protectRtp(byte[] buf, int off, int len) {
    int length = session.protectRtp(buf, off, len);
    return Arrays.copyOfRange(buf, off, off + length);
  }

  public synchronized void sendRtcp(byte[] buf, int off, int len) {
    int length = session.protectRtcp(buf, off, len);
    put(Arrays.copyOfRange(buf, off, off + length));
  }

  /** Sends any bytes from this client's address. */
  public void put(byte[] datagram) {
    TcpLink stream = tcp;
    try {
      if (stream != null) {
        stream.send(datagram);
        return;
      }
      socket.send(new DatagramPacket(datagram, datagram.length, server));
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void read(DatagramSocket from) {
    byte[] buf = new byte[BUFFER];
    DatagramPacket datagram = new DatagramPacket(buf, buf.length);
    while (!from.isClosed()) {
      try {
        datagram.setLength(buf.length);
        from.receive(datagram);
      } catch (IOException e) {
        return;
      }
      received(buf, datagram.getLength());
    }
  }

  private void received(byte[] buf, int length) {
    switch (length == 0 ? DatagramKind.OTHER : DatagramKind.of(buf[0])) {
      case STUN -> answered(Arrays.copyOf(buf, length));
      case DTLS -> dtls.offer(Arrays.copyOf(buf, length));
      case SRTP -> unprotect(buf, length);
      case OTHER -> throw new IllegalStateException("the server sends what nobody speaks");
    }
  }

  /** Goes on by UDP: the connection breaks, as when a firewall loses its state. */
  void leaveTcp() {
    TcpLink before = tcp;
    tcp = null;
    before.close();
  }

  private void answered(byte[] datagram) {
    try {
      Message message = Message.decode(datagram, 0, datagram.length);
      if (message.getMessageType() == Message.BINDING_SUCCESS_RESPONSE) {
        answers.incrementAndGet();
        reachable.complete(null);
      }
    } catch (StunException e) {
      throw new IllegalStateException(new String(datagram, StandardCharsets.ISO_8859_1), e);
    }
  }

  private void unprotect(byte[] buf, int length) {
    boolean rtcp = PacketKind.of(buf, 0, length) == PacketKind.RTCP;
    int plain;
    synchronized (this) {
      if (session == null) {
        return;
      }
      plain =
          rtcp
              ? session.unprotectRtcp(buf, 0, length)
              : session.unprotectRtp(buf, 0, length, RtpPacket.checkedHeaderLength(buf, 0, length));
    }
    if (plain < 0) {
      throw new IllegalStateException("cannot unprotect: " + session.failure());
    }
    if (rtcp) {
      receiver.onRtcp(buf, 0, plain);
    } else {
      receiver.onRtp(buf, 0, plain);
    }
  }

  @Override
  public void close() {
    checks.shutdownNow();
    if (dtls != null) {
      dtls.close();
    }
    dtlsThreads.shutdown();
    try {
      dtlsThreads.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (tcp != null) {
      tcp.close();
    }
    socket.close();
  }
}
