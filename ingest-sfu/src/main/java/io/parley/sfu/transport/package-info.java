/**
 * One UDP port for all media: ICE-lite, DTLS 1.2 and SRTP towards browsers. {@link
 * io.parley.sfu.transport.TransportServer} owns the sockets, event loops and handshake threads and
 * hands out {@link io.parley.sfu.transport.WebRtcTransport}s. The way of a packet is listed in
 * {@code ReceivePipeline} and {@code SendPipeline}.
 *
 * <p>Threads: a transport and its callbacks live on one event loop; only {@code TransportTable} is
 * shared between loops. DTLS blocks threads of its own bounded pool and speaks to the loop by
 * tasks.
 */
@NullMarked
package io.parley.sfu.transport;

import org.jspecify.annotations.NullMarked;
