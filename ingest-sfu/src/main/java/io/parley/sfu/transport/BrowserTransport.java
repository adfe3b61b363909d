package io.parley.sfu.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.parley.storage.codec.rtp.MalformedPacketException;
import io.parley.storage.codec.rtp.PacketKind;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transport's life: ICE checks come, DTLS shakes hands once the peer's fingerprint is known, SRTP
 * flows, it ends. Confined to its event loop but for what {@link WebRtcTransport} says.
 */
final class BrowserTransport implements WebRtcTransport {
  private static final Logger LOG = LoggerFactory.getLogger(BrowserTransport.class);
  private static final long FAREWELL_MILLIS = 500;

  private final String id;
  private final LoopSocket socket;
  private final Listener listener;
  private final Surroundings around;
  private final IceLite ice;
  private final RoundTrip roundTrip = new RoundTrip();
  private final DtlsAssociation dtls;
  private final TransportTally tally = new TransportTally();
  private final SendLane lane = new SendLane();
  private final EarlyDatagrams earlySrtp = new EarlyDatagrams();
  private @Nullable SrtpSession session;
  private @Nullable ScheduledFuture<?> watch;
  private DtlsState dtlsState = DtlsState.NEW;
  private boolean ended;
  private boolean complained;

  /** Whether authentic media came since consent was looked at: its sender is there, too. */
  private boolean heard;

  BrowserTransport(
      String id, LoopSocket socket, Listener listener, Surroundings around, IceLite ice) {
    this.id = id;
    this.socket = socket;
    this.listener = listener;
    this.around = around;
    this.ice = ice;
    this.dtls = new DtlsAssociation(around, new Dtls());
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public EventLoop eventLoop() {
    return socket.loop();
  }

  @Override
  public IceParameters iceParameters() {
    return ice.current();
  }

  @Override
  public List<IceCandidate> iceCandidates() {
    return around.candidates();
  }

  @Override
  public DtlsParameters dtlsParameters() {
    return new DtlsParameters(DtlsRole.AUTO, List.of(around.identity().fingerprint()));
  }

  @Override
  public void connect(DtlsParameters parameters) {
    checkLoop();
    parameters.sha256();
    if (dtls.isExpected() || ended) {
      throw new IllegalStateException(ended ? "transport has ended" : "already connecting");
    }
    dtlsState = DtlsState.CONNECTING;
    long timeout = around.config().timeouts().connect().toNanos();
    watch = eventLoop().schedule(this::connectTimedOut, timeout, TimeUnit.NANOSECONDS);
    dtls.expect(parameters);
  }

  private void connectTimedOut() {
    end(DisconnectReason.CONNECT_TIMEOUT);
  }

  @Override
  public IceParameters restartIce() {
    checkLoop();
    IceParameters unanswered = ice.restart();
    if (unanswered != null) {
      around.table().removeFragment(unanswered.usernameFragment());
    }
    if (!ended) {
      around.table().addFragment(ice.current().usernameFragment(), this);
    }
    return ice.current();
  }

  /** A check that carries one of our fragments. */
  void onCheck(BindingRequest check, InetSocketAddress from) {
    String password = ice.passwordOf(check.localFragment());
    if (password == null) {
      drop(DropReason.STUN_UNKNOWN_USER);
    } else if (!check.isFrom(password)) {
      drop(DropReason.STUN_WRONG_PASSWORD);
    } else if (check.isFromControlled()) {
      sendRaw(check.roleConflict(password), from);
    } else {
      sendRaw(check.success(from, password), from);
      passed(check, from);
    }
  }

  private void passed(BindingRequest check, InetSocketAddress from) {
    IceLite.Outcome outcome = ice.passed(check, from, System.nanoTime());
    if (outcome.newAddress()) {
      around.table().addAddress(from, this);
    }
    InetSocketAddress forgotten = outcome.forgotten();
    if (forgotten != null) {
      around.table().removeAddress(forgotten, this);
      if (forgotten instanceof TcpPeer connection) {
        connection.close();
      }
    }
    IceParameters before = ice.previous();
    if (outcome.restarted() && before != null) {
      around.table().removeFragment(before.usernameFragment());
      ice.forgetPrevious();
    }
    dtls.begin();
  }

  /** A DTLS datagram from an address that passed a check. */
  void onDtls(byte[] datagram) {
    dtls.received(datagram);
  }

  /** What a handshake needs of its transport, and does to it. */
  private final class Dtls implements DtlsAssociation.Transport {
    @Override
    public boolean isReachable() {
      return !ended && selected() != null;
    }

    @Override
    public void send(byte[] datagram) {
      InetSocketAddress to = selected();
      if (to != null) {
        sendRaw(datagram, to);
      }
    }

    @Override
    public void connected(SrtpKeys keys) {
      BrowserTransport.this.connected(keys);
    }

    @Override
    public void ended(DisconnectReason reason) {
      end(reason);
    }

    @Override
    public void drop(DropReason reason) {
      BrowserTransport.this.drop(reason);
    }

    /** While the server stops, its loops may be gone before the last handshake thread. */
    @Override
    public void onLoop(Runnable task) {
      if (!eventLoop().isShuttingDown()) {
        eventLoop().execute(task);
      }
    }
  }

  private void connected(SrtpKeys keys) {
    if (ended) {
      return;
    }
    around.counters().handshake(true);
    session = new SrtpSession(keys);
    dtlsState = DtlsState.CONNECTED;
    cancelWatch();
    ice.expectChecksFrom(System.nanoTime());
    watchConsent();
    tell(listener::onConnected);
    earlySrtp.drain(early -> ReceivePipeline.early(this, early));
  }

  /** SRTP that came before its keys: kept if they are being made. */
  void onEarlySrtp(byte[] datagram, long epochMicros) {
    if (!dtls.isRunning() || !earlySrtp.keep(datagram, epochMicros)) {
      drop(DropReason.SRTP_BEFORE_KEYS);
    }
  }

  /** Encoders that only send may never check again after the first time; their media speaks. */
  private void watchConsent() {
    long limit = around.config().timeouts().consent().toNanos();
    if (heard) {
      heard = false;
      ice.expectChecksFrom(System.nanoTime());
    }
    long left = limit - ice.nanosSinceCheck(System.nanoTime());
    if (left <= 0) {
      end(DisconnectReason.CONSENT_EXPIRED);
    } else if (!ended) {
      watch = eventLoop().schedule(this::watchConsent, left, TimeUnit.NANOSECONDS);
    }
  }

  void deliverRtp(byte[] buf, int len, long epochMicros) {
    tally.rtpReceived();
    heard = true;
    try {
      listener.onRtp(buf, 0, len, epochMicros);
    } catch (RuntimeException e) {
      listenerFailed(e);
    }
  }

  void deliverRtcp(byte[] buf, int len, long epochMicros) {
    try {
      roundTrip.received(buf, 0, len, System.nanoTime());
    } catch (MalformedPacketException e) {
      drop(DropReason.SRTP_MALFORMED);
      return;
    }
    tally.rtcpReceived();
    tell(() -> listener.onRtcp(buf, 0, len, epochMicros));
  }

  /** A listener's mistake must not stop the loop of a whole meeting. */
  private void tell(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      listenerFailed(e);
    }
  }

  private void listenerFailed(RuntimeException e) {
    drop(DropReason.LISTENER_FAILED);
    if (!complained) {
      complained = true;
      LOG.error("listener of transport {} failed; counted from now on", id, e);
    }
  }

  @Override
  public boolean sendRtp(byte[] buf, int off, int len) {
    checkLoop();
    return SendPipeline.rtp(this, buf, off, len);
  }

  @Override
  public boolean sendRtcp(byte[] buf, int off, int len) {
    checkLoop();
    return SendPipeline.rtcp(this, buf, off, len);
  }

  @Override
  public void forget(long ssrc) {
    checkLoop();
    SrtpSession open = session;
    if (open != null) {
      open.forgetSent(ssrc);
    }
  }

  void rememberReports(byte[] buf, int off, int len) {
    roundTrip.sending(buf, off, len, System.nanoTime());
  }

  boolean put(PacketKind kind, byte[] buf, int off, int len, InetSocketAddress to) {
    if (!wire(buf, off, len, to)) {
      tally.sendFailed();
      return false;
    }
    tally.sent(kind, len);
    return true;
  }

  private void sendRaw(byte[] datagram, InetSocketAddress to) {
    if (wire(datagram, 0, datagram.length, to)) {
      tally.sent(PacketKind.NEITHER, datagram.length);
    }
  }

  private boolean wire(byte[] buf, int off, int len, InetSocketAddress to) {
    return to instanceof TcpPeer connection
        ? connection.send(buf, off, len)
        : socket.send(lane, buf, off, len, to);
  }

  /** Whether packets from there are this transport's: it passed a check and we did not end. */
  boolean isValid(InetSocketAddress from) {
    return !ended && ice.isValid(from);
  }

  /** A connection that named this transport has had time to pass a check. */
  void closeUnlessValid(TcpPeer connection) {
    if (!isValid(connection)) {
      drop(DropReason.UNKNOWN_ADDRESS);
      connection.close();
    }
  }

  /** A TCP connection of this transport closed; the peer may have others, or make one. */
  void onConnectionLost(TcpPeer connection) {
    ice.lost(connection);
  }

  boolean sendFailed(DropReason reason) {
    tally.sendFailed();
    around.counters().drop(reason);
    return false;
  }

  @Override
  public void close() {
    checkLoop();
    end(DisconnectReason.CLOSED);
  }

  private void end(DisconnectReason reason) {
    if (ended) {
      return;
    }
    ended = true;
    if (dtls.isExpected() && session == null) {
      around.counters().handshake(false);
    }
    boolean ordinary = reason == DisconnectReason.CLOSED || reason == DisconnectReason.PEER_CLOSED;
    dtlsState = session != null || ordinary ? DtlsState.CLOSED : DtlsState.FAILED;
    cancelWatch();
    dtls.close();
    session = null;
    earlySrtp.clear();
    List<InetSocketAddress> paths = List.copyOf(ice.valid());
    around.table().remove(this, paths);
    for (InetSocketAddress path : paths) {
      if (path instanceof TcpPeer connection) {
        // After the farewell that DTLS may still send.
        eventLoop().schedule(connection::close, FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
    tell(() -> listener.onDisconnected(reason));
  }

  private void cancelWatch() {
    if (watch != null) {
      watch.cancel(false);
      watch = null;
    }
  }

  @Override
  public TransportStats stats() {
    checkLoop();
    SrtpSession open = session;
    return tally.stats(
        ice.selected(),
        ice.selectedChanges(),
        dtlsState,
        open == null ? null : open.profile().name(),
        roundTrip.micros());
  }

  LoopSocket socket() {
    return socket;
  }

  boolean isEnded() {
    return ended;
  }

  @Nullable SrtpSession session() {
    return session;
  }

  @Nullable InetSocketAddress selected() {
    return ice.selected();
  }

  void countReceived(int bytes) {
    tally.received(bytes);
  }

  void drop(DropReason reason) {
    tally.dropped();
    around.counters().drop(reason);
  }

  private void checkLoop() {
    if (!eventLoop().inEventLoop()) {
      throw new IllegalStateException("call this on the transport's event loop");
    }
  }
}
