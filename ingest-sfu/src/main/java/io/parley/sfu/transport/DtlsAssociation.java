package io.parley.sfu.transport;

import org.jspecify.annotations.Nullable;

/**
 * The DTLS side of a transport: what comes early is kept until the peer's fingerprint is known and
 * a path to it exists, then one handshake runs in the pool. On the transport's loop.
 */
final class DtlsAssociation {
  /** The transport whose association this is. On its loop, but for {@link #onLoop}. */
  interface Transport {
    /** Whether there is a path to the peer. */
    boolean isReachable();

    /** Puts a handshake's datagram on that path, if there is one still. */
    void send(byte[] datagram);

    void connected(SrtpKeys keys);

    void ended(DisconnectReason reason);

    void drop(DropReason reason);

    /** Runs a task on the loop, if that still runs. Any thread. */
    void onLoop(Runnable task);
  }

  private final Surroundings around;
  private final Transport transport;
  private final EarlyDatagrams early = new EarlyDatagrams();
  private @Nullable DtlsParameters remote;
  private @Nullable DtlsHandshake handshake;

  DtlsAssociation(Surroundings around, Transport transport) {
    this.around = around;
    this.transport = transport;
  }

  /** Who the peer must be; a handshake may begin from now on. */
  void expect(DtlsParameters parameters) {
    remote = parameters;
    begin();
  }

  boolean isExpected() {
    return remote != null;
  }

  /** Whether a handshake was begun. */
  boolean isRunning() {
    return handshake != null;
  }

  /** A datagram of the peer. */
  void received(byte[] datagram) {
    DtlsHandshake running = handshake;
    if (running != null) {
      if (!running.offer(datagram)) {
        transport.drop(DropReason.DTLS_OVERFLOW);
      }
      return;
    }
    if (!early.keep(datagram, 0)) {
      transport.drop(DropReason.DTLS_OVERFLOW);
    }
    begin();
  }

  /** As client once there is a path; as server once there is something to answer. */
  void begin() {
    DtlsParameters peer = remote;
    boolean client = peer != null && peer.role() == DtlsRole.SERVER;
    if (peer == null || handshake != null || !transport.isReachable()) {
      return;
    }
    if (!client && early.isEmpty()) {
      return;
    }
    DtlsPeers.Terms terms = new DtlsPeers.Terms(around.identity(), peer.sha256(), around.config());
    DtlsHandshake fresh =
        new DtlsHandshake(
            around.handshakes(),
            around.handshakesWait(),
            around.turns(),
            terms,
            client,
            this::sendFromPool,
            this::happened);
    if (fresh.start()) {
      handshake = fresh;
      early.drain(one -> fresh.offer(one.bytes()));
    } else {
      transport.drop(DropReason.DTLS_BUSY);
    }
  }

  /** On a pool thread. */
  private void sendFromPool(byte[] datagram) {
    transport.onLoop(() -> transport.send(datagram));
  }

  /** On a pool thread. */
  private void happened(DtlsHandshake.Event event) {
    transport.onLoop(
        () -> {
          if (event instanceof DtlsHandshake.Event.Connected connected) {
            transport.connected(connected.keys());
          } else if (event instanceof DtlsHandshake.Event.Ended reason) {
            transport.ended(reason.reason());
          } else {
            transport.drop(DropReason.DTLS_UNEXPECTED);
          }
        });
  }

  /** Ends what runs, and says so to the peer. */
  void close() {
    if (handshake != null) {
      handshake.close();
    }
    early.clear();
  }
}
