package io.parley.sfu.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;

/** Where rooms get event loops and transports from. Any thread. */
public interface Transports {
  /** A loop for another meeting, in turn. All loops belong to the transports' owner. */
  EventLoop nextLoop();

  /** All loops. */
  EventLoopGroup loops();

  /**
   * A new transport.
   *
   * @param loop one of {@link #loops()}; the transport lives on it
   * @throws IllegalStateException if the server does not run
   */
  WebRtcTransport create(EventLoop loop, WebRtcTransport.Listener listener);
}
