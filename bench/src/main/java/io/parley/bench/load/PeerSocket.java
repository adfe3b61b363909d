package io.parley.bench.load;

import io.parley.sfu.transport.DtlsFingerprint;
import io.parley.sfu.transport.IceParameters;
import io.parley.sfu.transport.LightPeer;
import io.parley.sfu.transport.SrtpProfile;
import io.parley.sfu.transport.WebRtcTransport;
import io.parley.storage.codec.rtp.PacketKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One peer's socket: a five-tuple of its own, as every browser has. On the loop's thread. */
public final class PeerSocket implements LightPeer.Wire, AutoCloseable {
  /** What arrives; buffers are used again after the call. */
  interface Receiver {
    /** A protected packet; {@code late} if the bad network held it back on purpose. */
    void srtp(byte[] buf, int len, long nowNanos, boolean late);

    void rtcp(byte[] buf, int len, long nowNanos);
  }

  private static final int SOCKET_BUFFER = 1 << 20;
  private static final int MAX_READS = 64;
  private static final long FIRST_CHECKS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** How often browsers check that the other side still agrees (RFC 7675 §5.1, on average). */
  private static final long CONSENT_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

  private final LoadLoop loop;
  private final DatagramChannel channel;
  private final Impairment impairment;
  private final LightPeer peer;
  private final Receiver receiver;
  private boolean closed;

  PeerSocket(LoadLoop loop, LightPeer.Shared shared, Impairment impairment, Receiver receiver) {
    this.loop = loop;
    this.impairment = impairment;
    this.receiver = receiver;
    this.peer = new LightPeer(shared, this);
    try {
      this.channel = DatagramChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LightPeer peer() {
    return peer;
  }

  LoadLoop loop() {
    return loop;
  }

  /** Does it on the loop's thread. Any thread. */
  public void execute(Runnable task) {
    loop.execute(task);
  }

  /** What the unit must know to check this side. */
  public IceParameters localIce() {
    return peer.localIce();
  }

  /** Takes a port of this address; returns where datagrams will come from. Any thread. */
  public InetSocketAddress bind(InetAddress local) {
    try {
      channel.bind(new InetSocketAddress(local, 0));
      return (InetSocketAddress) channel.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects; {@link #bind} comes before. Any thread. */
  public CompletableFuture<SrtpProfile> connect(
      InetSocketAddress unit, IceParameters ice, DtlsFingerprint fingerprint) {
    try {
      channel.connect(unit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    CompletableFuture<SrtpProfile> connected = peer.connect(unit, ice, fingerprint);
    loop.execute(
        () -> {
          loop.register(channel, this);
          loop.at(System.nanoTime(), this::check);
        });
    return connected;
  }

  private long check(long nowNanos) {
    if (closed) {
      return LoadLoop.Timed.OVER;
    }
    peer.check();
    return nowNanos + (peer.isConnected() ? CONSENT_NANOS : FIRST_CHECKS_NANOS);
  }

  /** Sends any bytes. Any thread. */
  @Override
  public void put(byte[] buf, int off, int len) {
    write(ByteBuffer.wrap(buf, off, len));
  }

  private void write(ByteBuffer datagram) {
    try {
      channel.write(datagram);
    } catch (PortUnreachableException | ClosedChannelException e) {
      // The unit is gone; what it does not deliver is counted anyway.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the network will do to the next datagram sent: to be asked before it is stamped. */
  long fate() {
    return impairment.next();
  }

  /** Protects and sends; the array is used up, with room for the tag behind. */
  void sendRtp(byte[] buf, int len, long fate) {
    sendLater(buf, peer.protectRtp(buf, 0, len), fate);
  }

  /** Protects and sends; the array is used up, with room for the tag behind. */
  void sendRtcp(byte[] buf, int len) {
    sendLater(buf, peer.protectRtcp(buf, 0, len), fate());
  }

  private void sendLater(byte[] buf, int len, long fate) {
    if (fate == 0) {
      write(loop.out().put(buf, 0, len).flip());
    } else if (fate != Impairment.DROP) {
      byte[] held = Arrays.copyOf(buf, len);
      loop.at(
          System.nanoTime() + fate,
          now -> {
            put(held, 0, held.length);
            return LoadLoop.Timed.OVER;
          });
    }
  }

  /** Reads what is there, but lets the others have their turn. */
  void read(ByteBuffer in, byte[] datagram) {
    try {
      for (int i = 0; i < MAX_READS; i++) {
        int length = channel.read(in.clear());
        if (length <= 0) {
          return;
        }
        in.flip().get(datagram, 0, length);
        if (!peer.take(datagram, length)) {
          arrive(datagram, length);
        }
      }
    } catch (PortUnreachableException | ClosedChannelException e) {
      // As in write: the unit is gone.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void arrive(byte[] datagram, int length) {
    long fate = impairment.isNone() ? 0 : impairment.next();
    if (fate == 0) {
      deliver(datagram, length, System.nanoTime(), false);
    } else if (fate != Impairment.DROP) {
      byte[] held = Arrays.copyOf(datagram, length + WebRtcTransport.TAIL_ROOM);
      loop.at(
          System.nanoTime() + fate,
          now -> {
            deliver(held, length, now, true);
            return LoadLoop.Timed.OVER;
          });
    }
  }

  private void deliver(byte[] buf, int length, long nowNanos, boolean late) {
    if (closed) {
      return;
    }
    if (PacketKind.of(buf, 0, length) == PacketKind.RTP) {
      receiver.srtp(buf, length, nowNanos, late);
      return;
    }
    int plain = peer.unprotectRtcp(buf, 0, length);
    if (plain > 0) {
      receiver.rtcp(buf, plain, nowNanos);
    }
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    peer.close();
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
