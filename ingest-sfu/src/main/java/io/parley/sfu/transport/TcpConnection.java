package io.parley.sfu.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection that a browser opened because UDP does not pass (RFC 6544, the passive side).
 * Cuts the stream into packets (RFC 4571 §2). What does not begin with an ICE check that we know is
 * cut off. On the connection's loop, which may be another than its transport's.
 */
final class TcpConnection extends ChannelInboundHandlerAdapter {
  /** To pass a check in; browsers do so at once. */
  private static final long PATIENCE_SECONDS = 5;

  private static final int MAX_FRAME = LoopSocket.MAX_DATAGRAM - WebRtcTransport.TAIL_ROOM;

  private final ReceivePipeline pipeline;
  private final TransportCounters counters;
  private final Runnable onClosed;
  private final byte[] frame = new byte[2 + MAX_FRAME];
  private int have;
  private @Nullable TcpPeer peer;
  private @Nullable BrowserTransport transport;
  private @Nullable ScheduledFuture<?> patience;

  /**
   * @param onClosed called once, on the connection's loop
   */
  TcpConnection(ReceivePipeline pipeline, TransportCounters counters, Runnable onClosed) {
    this.pipeline = pipeline;
    this.counters = counters;
    this.onClosed = onClosed;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    peer =
        new TcpPeer(
            (InetSocketAddress) context.channel().remoteAddress(), context.channel(), counters);
    patience =
        context.executor().schedule(() -> giveUp(context), PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Of those that stay, a transport knows: it has few, and closes them when it ends. */
  private void giveUp(ChannelHandlerContext context) {
    BrowserTransport owner = transport;
    TcpPeer from = peer;
    if (owner == null || from == null) {
      counters.drop(DropReason.UNKNOWN_ADDRESS);
      context.close();
    } else if (!owner.eventLoop().isShuttingDown()) {
      owner.eventLoop().execute(() -> owner.closeUnlessValid(from));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      while (bytes.isReadable() && context.channel().isActive()) {
        read(context, bytes);
      }
    } finally {
      bytes.release();
    }
  }

  private void read(ChannelHandlerContext context, ByteBuf bytes) {
    int wanted = have < 2 ? 2 : 2 + length();
    int some = Math.min(wanted - have, bytes.readableBytes());
    bytes.readBytes(frame, have, some);
    have += some;
    if (have < 2) {
      return;
    }
    int length = length();
    if (length == 0 || length > MAX_FRAME) {
      counters.drop(length == 0 ? DropReason.NOT_OURS : DropReason.TOO_LONG);
      context.close();
    } else if (have == 2 + length) {
      have = 0;
      framed(context, Arrays.copyOfRange(frame, 2, 2 + length));
    }
  }

  private int length() {
    return ((frame[0] & 0xff) << 8) | (frame[1] & 0xff);
  }

  private void framed(ChannelHandlerContext context, byte[] packet) {
    counters.received(packet.length);
    TcpPeer from = peer;
    BrowserTransport owner = transport;
    if (owner == null) {
      owner = pipeline.askedFor(packet);
      transport = owner;
    }
    if (owner == null || from == null) {
      context.close();
    } else {
      pipeline.arrived(owner, packet, from);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    onClosed.run();
    ScheduledFuture<?> waiting = patience;
    if (waiting != null) {
      waiting.cancel(false);
    }
    BrowserTransport owner = transport;
    TcpPeer from = peer;
    if (owner != null && from != null && !owner.eventLoop().isShuttingDown()) {
      owner.eventLoop().execute(() -> owner.onConnectionLost(from));
    }
  }

  /** A reset is nothing that anybody could do something about. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
