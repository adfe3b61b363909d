package io.parley.sfu.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Media over TCP, for networks that let no UDP through (RFC 6544 §4, passive candidates). Its own
 * port, of the same number as the one for UDP: signalling is HTTP and may stand behind a proxy.
 */
final class TcpListener {
  /** Connections at once; beyond it new ones are closed. */
  static final int MAX_CONNECTIONS = 4_096;

  /** What may wait for a slow connection: a second of a good picture. */
  private static final WriteBufferWaterMark WAITING =
      new WriteBufferWaterMark(128 * 1024, 256 * 1024);

  private final Channel channel;

  private TcpListener(Channel channel) {
    this.channel = channel;
  }

  /**
   * Opens the port; blocks, so not on a loop.
   *
   * @throws TransportException if the port is taken
   */
  static TcpListener bind(
      EventLoopGroup loops,
      InetSocketAddress address,
      ReceivePipeline pipeline,
      TransportCounters counters) {
    AtomicInteger open = new AtomicInteger();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    if (open.incrementAndGet() > MAX_CONNECTIONS) {
                      open.decrementAndGet();
                      counters.drop(DropReason.TOO_MANY_CONNECTIONS);
                      accepted.close();
                      return;
                    }
                    accepted
                        .pipeline()
                        .addLast(new TcpConnection(pipeline, counters, open::decrementAndGet));
                  }
                });
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new TransportException("cannot listen on TCP " + address, bound.cause());
    }
    return new TcpListener(bound.channel());
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** Connections close with their transports, or with the loops. Blocks, so not on a loop. */
  void close() {
    channel.close().awaitUninterruptibly();
  }
}
