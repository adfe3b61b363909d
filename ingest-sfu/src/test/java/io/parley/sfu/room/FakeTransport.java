package io.parley.sfu.room;

import io.netty.channel.EventLoop;
import io.parley.sfu.transport.DisconnectReason;
import io.parley.sfu.transport.DtlsFingerprint;
import io.parley.sfu.transport.DtlsParameters;
import io.parley.sfu.transport.DtlsRole;
import io.parley.sfu.transport.DtlsState;
import io.parley.sfu.transport.IceCandidate;
import io.parley.sfu.transport.IceParameters;
import io.parley.sfu.transport.TransportStats;
import io.parley.sfu.transport.WebRtcTransport;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A transport without a network: the test plays the browser. */
final class FakeTransport implements WebRtcTransport {
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.7", 5_000);

  final Listener listener;
  final List<byte[]> rtp = new ArrayList<>();
  final List<byte[]> rtcp = new ArrayList<>();
  final List<Long> forgotten = new ArrayList<>();
  private final String id;
  private boolean closed;

  FakeTransport(String id, Listener listener) {
    this.id = id;
    this.listener = listener;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public EventLoop eventLoop() {
    throw new UnsupportedOperationException("lives on a fake loop");
  }

  @Override
  public IceParameters iceParameters() {
    return new IceParameters("ufrag", "password", true);
  }

  @Override
  public List<IceCandidate> iceCandidates() {
    return List.of();
  }

  @Override
  public DtlsParameters dtlsParameters() {
    return new DtlsParameters(
        DtlsRole.AUTO, List.of(new DtlsFingerprint("sha-256", "AB" + ":AB".repeat(31))));
  }

  @Override
  public void connect(DtlsParameters remote) {
    listener.onConnected();
  }

  @Override
  public IceParameters restartIce() {
    return iceParameters();
  }

  @Override
  public boolean sendRtp(byte[] buf, int off, int len) {
    return rtp.add(Arrays.copyOfRange(buf, off, off + len));
  }

  @Override
  public boolean sendRtcp(byte[] buf, int off, int len) {
    return rtcp.add(Arrays.copyOfRange(buf, off, off + len));
  }

  @Override
  public void forget(long ssrc) {
    forgotten.add(ssrc);
  }

  @Override
  public TransportStats stats() {
    return new TransportStats(
        0, 0, 0, 0, rtp.size(), rtcp.size(), 0, 0, PEER, 0, DtlsState.CONNECTED, "AES", -1);
  }

  @Override
  public void close() {
    die(DisconnectReason.CLOSED);
  }

  void die(DisconnectReason reason) {
    if (!closed) {
      closed = true;
      listener.onDisconnected(reason);
    }
  }
}
