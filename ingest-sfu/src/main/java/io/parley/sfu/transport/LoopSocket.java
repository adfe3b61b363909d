package io.parley.sfu.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;

/**
 * The socket of one event loop. All loops' sockets share the port (SO_REUSEPORT); the kernel deals
 * datagrams out by the peer's address, so each may see any transport's packets and passes those of
 * other loops on, once for each batch. What a transport sends leaves by its own loop's socket.
 *
 * <p>Batches of {@link #BATCH} are read with one system call where epoll is native. Sends are
 * gathered and flushed at the end of the loop's turn, which is where segmentation offload would go.
 */
final class LoopSocket extends ChannelInboundHandlerAdapter {
  static final int MAX_DATAGRAM = 2048;

  private static final int BATCH = 32;
  private static final int SOCKET_BUFFER = 4 << 20;

  private final int index;
  private final EventLoop loop;
  private final ReceivePipeline pipeline;
  private final TransportCounters counters;
  private final byte[] scratch = new byte[MAX_DATAGRAM];
  private Channel channel;
  private boolean flushLater;

  @SuppressWarnings("NullAway.Init") // the channel is there once bind returns
  private LoopSocket(
      int index, EventLoop loop, ReceivePipeline pipeline, TransportCounters counters) {
    this.index = index;
    this.loop = loop;
    this.pipeline = pipeline;
    this.counters = counters;
  }

  /**
   * Opens the socket; blocks, so not on a loop.
   *
   * @throws TransportException if the address cannot be had
   */
  static LoopSocket bind(
      int index,
      EventLoop loop,
      InetSocketAddress address,
      boolean share,
      ReceivePipeline pipeline,
      TransportCounters counters) {
    LoopSocket socket = new LoopSocket(index, loop, pipeline, counters);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class)
            .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
            .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
            .handler(socket);
    if (Epoll.isAvailable()) {
      bootstrap
          .option(EpollChannelOption.SO_REUSEPORT, share)
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM)
          .option(
              ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(BATCH * MAX_DATAGRAM));
    } else {
      bootstrap
          .option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), share)
          .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM));
    }
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new TransportException("cannot listen on UDP " + address, bound.cause());
    }
    socket.channel = bound.channel();
    return socket;
  }

  int index() {
    return index;
  }

  EventLoop loop() {
    return loop;
  }

  InetSocketAddress localAddress() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Room for one received packet and its processing; only on the loop. */
  byte[] scratch() {
    return scratch;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    pipeline.arrived(this, (DatagramPacket) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    pipeline.batchEnded(this);
    if (flushLater) {
      flush();
    }
  }

  /** Nothing that one datagram meets may close the socket of all. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    counters.drop(DropReason.SEND_FAILED);
  }

  /** Puts a datagram on the wire at the end of this turn; only on the loop. */
  boolean send(byte[] buf, int off, int len, InetSocketAddress to) {
    if (!channel.isWritable()) {
      flush();
      if (!channel.isWritable()) {
        counters.drop(DropReason.SEND_QUEUE_FULL);
        return false;
      }
    }
    ByteBuf content = channel.alloc().directBuffer(len).writeBytes(buf, off, len);
    channel.write(new DatagramPacket(content, to), channel.voidPromise());
    counters.sent(len);
    if (!flushLater) {
      flushLater = true;
      loop.execute(this::flush);
    }
    return true;
  }

  private void flush() {
    flushLater = false;
    channel.flush();
  }

  /** Sends what waits, then closes; blocks, so not on a loop. */
  void close() {
    loop.submit(this::flush).awaitUninterruptibly();
    channel.close().awaitUninterruptibly();
  }
}
