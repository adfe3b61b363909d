package io.parley.sfu.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/**
 * The far end of one TCP connection that carries packets (RFC 6544), in the place of a UDP address.
 * Two are the same only if they are the same connection: ports are used again.
 */
final class TcpPeer extends InetSocketAddress {
  private static final long serialVersionUID = 1;
  private static final int LENGTH_FIELD = 2;

  private final transient Channel channel;
  private final transient TransportCounters counters;
  private transient volatile boolean flushLater;

  TcpPeer(InetSocketAddress remote, Channel channel, TransportCounters counters) {
    super(remote.getAddress(), remote.getPort());
    this.channel = channel;
    this.counters = counters;
  }

  /** Whether two addresses are one path: equal for UDP, one connection for TCP. */
  @SuppressWarnings("ReferenceEquality") // that is the point
  static boolean same(InetSocketAddress one, InetSocketAddress other) {
    boolean connection = one instanceof TcpPeer || other instanceof TcpPeer;
    return connection ? one == other : one.equals(other);
  }

  /**
   * Sends a packet behind its length (RFC 4571 §2). On the transport's loop, which may be another
   * than the connection's.
   *
   * @return false if the connection is gone or does not keep up: old media helps nobody
   */
  boolean send(byte[] buf, int off, int len) {
    if (!channel.isWritable()) {
      counters.drop(DropReason.SEND_QUEUE_FULL);
      return false;
    }
    counters.sent(1, len);
    ByteBuf frame = channel.alloc().buffer(LENGTH_FIELD + len);
    frame.writeShort(len).writeBytes(buf, off, len);
    channel.write(frame, channel.voidPromise());
    if (!flushLater) {
      flushLater = true;
      channel.eventLoop().execute(this::flush);
    }
    return true;
  }

  /** From here on another flush is asked for; this one goes behind all that did not ask. */
  private void flush() {
    flushLater = false;
    channel.eventLoop().execute(channel::flush);
  }

  void close() {
    channel.close();
  }
}
