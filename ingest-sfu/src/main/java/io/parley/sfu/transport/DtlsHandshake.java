package io.parley.sfu.transport;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * DTLS of one transport. The handshake blocks a thread of the pool; afterwards a thread is borrowed
 * only when a datagram came: a repeated flight (ours was lost and is sent again) or an alert. While
 * it computes, it holds one of the {@link HandshakeTurns}.
 *
 * <p>Methods are called on the transport's event loop and never block; outcomes are given to {@code
 * events} on pool threads.
 */
final class DtlsHandshake {
  private static final int BUFFER_LENGTH = 2048;

  /** What came of it. */
  sealed interface Event {
    record Connected(SrtpKeys keys) implements Event {}

    record Ended(DisconnectReason reason) implements Event {}

    /** Application data, which nobody asked for. */
    record Unexpected() implements Event {}
  }

  private final Executor pool;
  private final HandshakeTurns turns;
  private final DtlsPeers.Terms terms;
  private final boolean client;
  private final DtlsLink link;
  private final Consumer<Event> events;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile @Nullable DTLSTransport connection;

  /** One that need not wait for its turn. */
  DtlsHandshake(
      Executor pool,
      DtlsPeers.Terms terms,
      boolean client,
      Consumer<byte[]> sender,
      Consumer<Event> events) {
    this(pool, () -> false, new HandshakeTurns(Integer.MAX_VALUE), terms, client, sender, events);
  }

  /**
   * @param crowded whether others wait for a thread of the pool
   */
  DtlsHandshake(
      Executor pool,
      BooleanSupplier crowded,
      HandshakeTurns turns,
      DtlsPeers.Terms terms,
      boolean client,
      Consumer<byte[]> sender,
      Consumer<Event> events) {
    this.pool = pool;
    this.turns = turns;
    this.terms = terms;
    this.client = client;
    this.link = new DtlsLink(sender, turns, crowded);
    this.events = events;
  }

  /** Begins; false if the pool has no room. */
  boolean start() {
    return run(this::shakeHands);
  }

  /** Takes a datagram; false if it was one too many. */
  boolean offer(byte[] datagram) {
    boolean taken = link.offer(datagram);
    if (taken && connection != null) {
      readLater();
    }
    return taken;
  }

  /** Tells the peer, if there is one, and ends. Nothing is reported after this. */
  void close() {
    DTLSTransport open = connection;
    if (open == null || !run(() -> closeQuietly(open))) {
      link.close();
    }
  }

  private boolean run(Runnable task) {
    try {
      pool.execute(() -> inTurn(task));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private void inTurn(Runnable task) {
    turns.begin();
    try {
      task.run();
    } finally {
      turns.end();
    }
  }

  private void shakeHands() {
    try {
      connection = client ? connect() : accept();
    } catch (IOException | RuntimeException e) {
      link.close();
      events.accept(new Event.Ended(reason(e)));
      return;
    }
    SrtpKeys keys = terms.keys();
    if (keys == null) {
      events.accept(new Event.Ended(DisconnectReason.HANDSHAKE_FAILED));
      return;
    }
    events.accept(new Event.Connected(keys));
    if (!link.isEmpty()) {
      readLater();
    }
  }

  private DTLSTransport accept() throws IOException {
    DTLSServerProtocol protocol = new DTLSServerProtocol();
    // Asks for a client hello to be verified by cookie; the ICE check has done that already.
    protocol.setVerifyRequests(false);
    return protocol.accept(new DtlsPeers.Server(terms), link);
  }

  private DTLSTransport connect() throws IOException {
    return new DTLSClientProtocol().connect(new DtlsPeers.Client(terms), link);
  }

  private DisconnectReason reason(Exception e) {
    if (terms.mismatch()) {
      return DisconnectReason.FINGERPRINT_MISMATCH;
    }
    if (terms.closedByPeer()) {
      return DisconnectReason.PEER_CLOSED;
    }
    return e instanceof TlsTimeoutException
        ? DisconnectReason.CONNECT_TIMEOUT
        : DisconnectReason.HANDSHAKE_FAILED;
  }

  /** One thread at a time; without room in the pool the next datagram tries again. */
  private void readLater() {
    if (busy.compareAndSet(false, true) && !run(this::read)) {
      busy.set(false);
    }
  }

  private void read() {
    DTLSTransport open = connection;
    byte[] buf = new byte[BUFFER_LENGTH];
    do {
      while (open != null && !link.isEmpty()) {
        try {
          if (open.receive(buf, 0, buf.length, 1) >= 0) {
            events.accept(new Event.Unexpected());
          }
        } catch (IOException | RuntimeException e) {
          open = null;
        }
        if (open == null || terms.closedByPeer()) {
          connection = null;
          link.close();
          events.accept(new Event.Ended(DisconnectReason.PEER_CLOSED));
          return;
        }
      }
      busy.set(false);
    } while (!link.isEmpty() && busy.compareAndSet(false, true));
  }

  private static void closeQuietly(DTLSTransport open) {
    try {
      open.close();
    } catch (IOException e) {
      // The peer learns it from the end of consent instead; there is nobody left to tell.
      return;
    }
  }
}
