/**
 * One UDP port for all media: ICE-lite, DTLS 1.2 and SRTP towards browsers. {@link
 * io.parley.sfu.transport.Transports} hands out event loops and transports, {@link
 * io.parley.sfu.transport.WebRtcTransport} is one encrypted connection.
 */
@NullMarked
package io.parley.sfu.transport;

import org.jspecify.annotations.NullMarked;
