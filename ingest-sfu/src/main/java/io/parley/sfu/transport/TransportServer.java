package io.parley.sfu.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media port and everything behind it: event loops with a socket each, the handshake pool, the
 * certificate. {@link #start} once, {@link #close} once; both block and are not called on a loop.
 */
public final class TransportServer implements Transports, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TransportServer.class);
  private static final int WAITING_HANDSHAKES = 1024;
  private static final int ID_BYTES = 12;
  private static final long STOP_SECONDS = 2;

  /** What exists between start and close. */
  private record Running(
      List<LoopSocket> sockets,
      @Nullable TcpListener tcp,
      Surroundings around,
      ReceivePipeline pipeline) {}

  private final TransportConfig config;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final TransportCounters counters = new TransportCounters();
  private final TransportTable table = new TransportTable();
  private final EventLoopGroup loops;
  private final ThreadPoolExecutor handshakes;
  private final HandshakeTurns turns = HandshakeTurns.ofThisMachine();
  private volatile @Nullable Running running;

  /** A server on the system's clock. */
  public TransportServer(TransportConfig config) {
    this(config, InstantSource.system());
  }

  /**
   * @param clock wall clock for arrival times
   */
  public TransportServer(TransportConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops =
        new MultiThreadIoEventLoopGroup(config.eventLoops(), new DefaultThreadFactory("media"), io);
    handshakes =
        new ThreadPoolExecutor(
            config.handshakeThreads(),
            config.handshakeThreads(),
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_HANDSHAKES),
            new DefaultThreadFactory("dtls", true));
    handshakes.allowCoreThreadTimeOut(true);
  }

  /**
   * Opens the port. Ciphers are run warm first, so that the first packets are not lost to it.
   *
   * @throws TransportException if the port is taken or the address is not of this host
   */
  public void start() {
    if (running != null) {
      throw new IllegalStateException("already started");
    }
    SrtpWarmUp.run();
    ReceivePipeline pipeline = new ReceivePipeline(table, counters, clock, config.eventLoops());
    List<LoopSocket> sockets = bind(pipeline);
    InetSocketAddress local = sockets.get(0).localAddress();
    TcpListener tcp = listen(sockets, pipeline);
    running =
        new Running(
            sockets,
            tcp,
            new Surroundings(
                config,
                table,
                counters,
                DtlsIdentity.create(random, clock.instant()),
                handshakes,
                () -> !handshakes.getQueue().isEmpty(),
                turns,
                Candidates.of(config, local.getPort(), tcp == null ? -1 : tcp.port())),
            pipeline);
    LOG.info(
        "media on UDP {} by {} loops, {}, {} ciphers",
        local,
        sockets.size(),
        Epoll.isAvailable() ? "epoll" : "NIO",
        SrtpSession.ciphers());
  }

  private List<LoopSocket> bind(ReceivePipeline pipeline) {
    InetSocketAddress address =
        new InetSocketAddress(config.address().bind(), config.address().udpPort());
    boolean share = config.eventLoops() > 1;
    refuseTaken(address);
    List<LoopSocket> sockets = new ArrayList<>();
    try {
      for (EventExecutor loop : loops) {
        LoopSocket socket =
            LoopSocket.bind(sockets.size(), (EventLoop) loop, address, share, pipeline, counters);
        sockets.add(socket);
        address = new InetSocketAddress(config.address().bind(), socket.localAddress().getPort());
      }
    } catch (TransportException e) {
      sockets.forEach(LoopSocket::close);
      throw e;
    }
    return sockets;
  }

  private @Nullable TcpListener listen(List<LoopSocket> sockets, ReceivePipeline pipeline) {
    if (config.address().tcpPort() < 0) {
      return null;
    }
    InetSocketAddress address =
        new InetSocketAddress(config.address().bind(), config.address().tcpPort());
    try {
      return TcpListener.bind(loops, address, pipeline, counters);
    } catch (TransportException e) {
      sockets.forEach(LoopSocket::close);
      throw e;
    }
  }

  /** Sharing a port would also share it with another server of the same user, by mistake. */
  private static void refuseTaken(InetSocketAddress address) {
    try (DatagramSocket probe = new DatagramSocket(null)) {
      probe.setReuseAddress(false);
      probe.bind(address);
    } catch (IOException e) {
      throw new TransportException("cannot listen on UDP " + address, e);
    }
  }

  /** The port that was opened. */
  public int port() {
    return running().sockets().get(0).localAddress().getPort();
  }

  /** The TCP port that was opened for media; -1 if none. */
  public int tcpPort() {
    TcpListener tcp = running().tcp();
    return tcp == null ? -1 : tcp.port();
  }

  public TransportCounters counters() {
    return counters;
  }

  /** Most handshakes that ever computed at the same time. */
  int handshakesAtOnce() {
    return turns.most();
  }

  /** Transports that have not ended. */
  public int size() {
    return table.all().size();
  }

  /** Addresses of peers that passed a check. Any thread. */
  public int addresses() {
    return table.addresses();
  }

  @Override
  public EventLoop nextLoop() {
    return loops.next();
  }

  @Override
  public EventLoopGroup loops() {
    return loops;
  }

  @Override
  public WebRtcTransport create(EventLoop loop, WebRtcTransport.Listener listener) {
    Running now = running();
    LoopSocket socket =
        now.sockets().stream()
            .filter(s -> s.loop() == loop)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("not a loop of this server"));
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    BrowserTransport transport =
        new BrowserTransport(
            HexFormat.of().formatHex(id),
            socket,
            listener,
            now.around(),
            new IceLite(random, System.nanoTime()));
    table.add(transport);
    return transport;
  }

  private Running running() {
    Running now = running;
    if (now == null) {
      throw new IllegalStateException("the transport server does not run");
    }
    return now;
  }

  /** Ends all transports, telling peers and listeners, then the loops and their threads. */
  @Override
  public void close() {
    Running before = running;
    running = null;
    for (BrowserTransport transport : table.all()) {
      transport.eventLoop().submit(transport::close).awaitUninterruptibly();
    }
    handshakes.shutdown();
    try {
      if (!handshakes.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        handshakes.shutdownNow();
      }
    } catch (InterruptedException e) {
      handshakes.shutdownNow();
      Thread.currentThread().interrupt();
    }
    if (before != null) {
      TcpListener tcp = before.tcp();
      if (tcp != null) {
        tcp.close();
      }
      before.sockets().forEach(LoopSocket::close);
    }
    loops.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
