package io.parley.sfu.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
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
 * <p>Batches of {@link #BATCH} are read with one system call where epoll is native. What is sent
 * while a batch is worked on, or in one turn of the loop, is gathered and leaves together.
 */
final class LoopSocket extends ChannelInboundHandlerAdapter {
  static final int MAX_DATAGRAM = 2048;

  private static final int BATCH = 32;
  private static final int SOCKET_BUFFER = 4 << 20;

  /** The batch bounds what waits; Netty's own mark must not interfere. */
  private static final WriteBufferWaterMark NO_MARK =
      new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE);

  private final int index;
  private final EventLoop loop;
  private final ReceivePipeline pipeline;
  private final TransportCounters counters;
  private final byte[] scratch = new byte[MAX_DATAGRAM];
  private final ReceiveBuffer received;
  private Channel channel;
  private SendBatch batch;
  private boolean working;
  private boolean flushLater;

  @SuppressWarnings("NullAway.Init") // the channel is there once bind returns
  private LoopSocket(
      int index, EventLoop loop, ReceivePipeline pipeline, TransportCounters counters) {
    this.index = index;
    this.loop = loop;
    this.pipeline = pipeline;
    this.counters = counters;
    this.received = new ReceiveBuffer((Epoll.isAvailable() ? BATCH : 1) * MAX_DATAGRAM);
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
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, NO_MARK)
            .option(ChannelOption.RECVBUF_ALLOCATOR, socket.received)
            .handler(socket);
    if (Epoll.isAvailable()) {
      bootstrap
          .option(EpollChannelOption.SO_REUSEPORT, share)
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM);
    } else {
      bootstrap.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), share);
    }
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new TransportException("cannot listen on UDP " + address, bound.cause());
    }
    socket.channel = bound.channel();
    socket.batch = new SendBatch(socket.channel, counters);
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
    working = true;
    pipeline.arrived(this, (DatagramPacket) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    pipeline.batchEnded(this);
    flush();
  }

  /** Nothing that one datagram meets may close the socket of all. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    counters.drop(DropReason.SEND_FAILED);
  }

  /** Does work that sends; what it sends leaves at its end. On the loop. */
  void work(Runnable task) {
    working = true;
    try {
      task.run();
    } finally {
      flush();
    }
  }

  /**
   * Puts a datagram on the wire at the end of this turn; only on the loop.
   *
   * @param lane of the transport that sends; its packets keep their order
   */
  boolean send(SendLane lane, byte[] buf, int off, int len, InetSocketAddress to) {
    if (!batch.add(lane, buf, off, len, to)) {
      counters.drop(DropReason.SEND_QUEUE_FULL);
      return false;
    }
    if (!working && !flushLater) {
      flushLater = true;
      loop.execute(this::flush);
    }
    return true;
  }

  private void flush() {
    working = false;
    flushLater = false;
    batch.flush();
  }

  /** Sends what waits, then closes; blocks, so not on a loop. */
  void close() {
    loop.submit(this::flush).awaitUninterruptibly();
    channel.close().awaitUninterruptibly();
    loop.submit(
            () -> {
              batch.close();
              received.free();
            })
        .awaitUninterruptibly();
  }
}
