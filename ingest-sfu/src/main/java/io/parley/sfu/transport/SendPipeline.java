package io.parley.sfu.transport;

import io.parley.storage.codec.rtp.PacketKind;
import java.net.InetSocketAddress;

/**
 * The way of a packet from the room to the socket, in order: is there a connection, does the packet
 * fit, remember sender reports for the round-trip time, protect in place, put on the wire. On the
 * transport's loop.
 */
final class SendPipeline {
  private SendPipeline() {}

  static boolean rtp(BrowserTransport transport, byte[] buf, int off, int len) {
    return send(transport, PacketKind.RTP, buf, off, len);
  }

  static boolean rtcp(BrowserTransport transport, byte[] buf, int off, int len) {
    return send(transport, PacketKind.RTCP, buf, off, len);
  }

  private static boolean send(
      BrowserTransport transport, PacketKind kind, byte[] buf, int off, int len) {
    if (off < 0 || len < 0 || buf.length - off - len < WebRtcTransport.TAIL_ROOM) {
      throw new IllegalArgumentException("no tail room behind the packet");
    }
    SrtpSession session = transport.session();
    InetSocketAddress to = transport.selected();
    if (session == null || to == null || transport.isEnded()) {
      return transport.sendFailed(DropReason.SEND_NOT_CONNECTED);
    }
    if (len > WebRtcTransport.MAX_PACKET_LENGTH || PacketKind.of(buf, off, len) != kind) {
      return transport.sendFailed(DropReason.SEND_MALFORMED);
    }
    int length;
    if (kind == PacketKind.RTP) {
      length = session.protectRtp(buf, off, len);
    } else {
      transport.rememberReports(buf, off, len);
      length = session.protectRtcp(buf, off, len);
    }
    if (length == SrtpSession.FAILED) {
      return transport.sendFailed(session.failure());
    }
    return transport.put(kind, buf, off, length, to);
  }
}
