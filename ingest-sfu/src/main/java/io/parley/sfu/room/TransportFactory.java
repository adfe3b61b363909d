package io.parley.sfu.room;

import io.parley.sfu.transport.WebRtcTransport;

/** Makes transports that live on the meeting's loop. */
@FunctionalInterface
public interface TransportFactory {
  WebRtcTransport create(WebRtcTransport.Listener listener);
}
