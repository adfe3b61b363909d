package io.parley.sfu.room;

import io.netty.channel.EventLoop;
import io.parley.sfu.transport.DisconnectReason;
import io.parley.sfu.transport.DtlsParameters;
import io.parley.sfu.transport.IceCandidate;
import io.parley.sfu.transport.IceParameters;
import io.parley.sfu.transport.TransportStats;
import io.parley.sfu.transport.WebRtcTransport;
import java.util.Arrays;
import java.util.List;

/** A transport without a network that keeps nothing: what the unit sends is given on at once. */
final class CountingTransport implements WebRtcTransport {
  /** Where what is sent goes. */
  interface Client {
    void take(byte[] packet, boolean rtcp);
  }

  private final FakeTransport likeness;
  Client toClient = (packet, rtcp) -> {};

  CountingTransport(Listener listener) {
    this.likeness = new FakeTransport("t" + System.identityHashCode(this), listener);
  }

  @Override
  public String id() {
    return likeness.id();
  }

  @Override
  public EventLoop eventLoop() {
    return likeness.eventLoop();
  }

  @Override
  public IceParameters iceParameters() {
    return likeness.iceParameters();
  }

  @Override
  public List<IceCandidate> iceCandidates() {
    return likeness.iceCandidates();
  }

  @Override
  public DtlsParameters dtlsParameters() {
    return likeness.dtlsParameters();
  }

  @Override
  public void connect(DtlsParameters remote) {
    likeness.connect(remote);
  }

  @Override
  public IceParameters restartIce() {
    return likeness.restartIce();
  }

  @Override
  public boolean sendRtp(byte[] buf, int off, int len) {
    toClient.take(Arrays.copyOfRange(buf, off, off + len), false);
    return true;
  }

  @Override
  public boolean sendRtcp(byte[] buf, int off, int len) {
    toClient.take(Arrays.copyOfRange(buf, off, off + len), true);
    return true;
  }

  @Override
  public void forget(long ssrc) {}

  @Override
  public TransportStats stats() {
    return likeness.stats();
  }

  @Override
  public void close() {
    likeness.die(DisconnectReason.CLOSED);
  }
}
