package io.parley.sfu.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import io.parley.storage.codec.rtp.MalformedPacketException;
import io.parley.storage.codec.rtp.PacketKind;
import io.parley.storage.codec.rtp.RtpPacket;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of a datagram from the socket to the listener, in order:
 *
 * <ol>
 *   <li>{@link #arrived}: length, kind by first byte (RFC 7983), whose it is, on to its loop
 *   <li>{@link #check}: an ICE check is verified and answered
 *   <li>{@link #dtls}: handshake datagrams go to the handshake pool
 *   <li>{@link #srtp}: RTP or RTCP (RFC 5761), header whole, unprotect (authentic? seen before?),
 *       round-trip time from reports, then the listener
 * </ol>
 *
 * <p>Nothing is logged and nothing thrown here: what does not fit is counted and dropped.
 */
final class ReceivePipeline {
  private final TransportTable table;
  private final TransportCounters counters;
  private final InstantSource clock;
  private final Passed[] passed;

  ReceivePipeline(
      TransportTable table, TransportCounters counters, InstantSource clock, int loops) {
    this.table = table;
    this.counters = counters;
    this.clock = clock;
    this.passed = new Passed[loops];
    for (int i = 0; i < loops; i++) {
      passed[i] = new Passed(loops);
    }
  }

  /** Datagrams that one loop received for others, and when its batch came. */
  private static final class Passed {
    private final List<List<Arrival>> byLoop = new ArrayList<>();
    private long epochMicros;

    Passed(int loops) {
      for (int i = 0; i < loops; i++) {
        byLoop.add(new ArrayList<>());
      }
    }
  }

  private record Arrival(BrowserTransport transport, DatagramPacket datagram, long epochMicros) {}

  /** A datagram was read by {@code socket}, on its loop. */
  void arrived(LoopSocket socket, DatagramPacket datagram) {
    BrowserTransport transport = owner(socket, datagram);
    if (transport == null) {
      datagram.release();
      return;
    }
    Passed here = passed[socket.index()];
    if (here.epochMicros == 0) {
      here.epochMicros = nowEpochMicros();
    }
    if (transport.socket() == socket) {
      process(transport, datagram, here.epochMicros);
    } else {
      here.byLoop
          .get(transport.socket().index())
          .add(new Arrival(transport, datagram, here.epochMicros));
    }
  }

  /** No more can be read for now: passes on what belongs to other loops, a task for each. */
  void batchEnded(LoopSocket socket) {
    Passed here = passed[socket.index()];
    here.epochMicros = 0;
    for (int i = 0; i < here.byLoop.size(); i++) {
      List<Arrival> arrivals = here.byLoop.get(i);
      if (!arrivals.isEmpty()) {
        here.byLoop.set(i, new ArrayList<>());
        LoopSocket other = arrivals.get(0).transport().socket();
        other.loop().execute(() -> other.work(() -> processAll(arrivals)));
      }
    }
  }

  private void processAll(List<Arrival> arrivals) {
    for (Arrival one : arrivals) {
      process(one.transport, one.datagram, one.epochMicros);
    }
  }

  private @Nullable BrowserTransport owner(LoopSocket socket, DatagramPacket datagram) {
    ByteBuf content = datagram.content();
    int length = content.readableBytes();
    counters.received(length);
    if (length == 0) {
      return drop(DropReason.NOT_OURS);
    }
    if (length > LoopSocket.MAX_DATAGRAM - WebRtcTransport.TAIL_ROOM) {
      return drop(DropReason.TOO_LONG);
    }
    return switch (DatagramKind.of(content.getByte(content.readerIndex()))) {
      case STUN -> asked(socket, content, length);
      case DTLS, SRTP -> {
        BrowserTransport known = table.withAddress(datagram.sender());
        yield known == null ? drop(DropReason.UNKNOWN_ADDRESS) : known;
      }
      case OTHER -> drop(DropReason.NOT_OURS);
    };
  }

  private @Nullable BrowserTransport asked(LoopSocket socket, ByteBuf content, int length) {
    content.getBytes(content.readerIndex(), socket.scratch(), 0, length);
    return asked(socket.scratch(), length);
  }

  private @Nullable BrowserTransport asked(byte[] packet, int length) {
    BindingRequest.Parsed parsed = BindingRequest.parse(packet, 0, length);
    BindingRequest request = parsed.request();
    if (request == null) {
      DropReason why = parsed.drop();
      return drop(why == null ? DropReason.STUN_MALFORMED : why);
    }
    BrowserTransport asked = table.withFragment(request.localFragment());
    return asked == null ? drop(DropReason.STUN_UNKNOWN_USER) : asked;
  }

  private @Nullable BrowserTransport drop(DropReason reason) {
    counters.drop(reason);
    return null;
  }

  /** On the transport's loop; releases the datagram. */
  private void process(BrowserTransport transport, DatagramPacket datagram, long epochMicros) {
    byte[] buf = transport.socket().scratch();
    int len = datagram.content().readableBytes();
    datagram.content().getBytes(datagram.content().readerIndex(), buf, 0, len);
    InetSocketAddress from = datagram.sender();
    datagram.release();
    handle(transport, buf, len, from, epochMicros);
  }

  /** A packet in a buffer of the loop's, with tail room. */
  private static void handle(
      BrowserTransport transport, byte[] buf, int len, InetSocketAddress from, long epochMicros) {
    if (transport.isEnded()) {
      return;
    }
    transport.countReceived(len);
    switch (DatagramKind.of(buf[0])) {
      case STUN -> check(transport, buf, len, from);
      case DTLS -> dtls(transport, buf, len);
      case SRTP -> srtp(transport, buf, len, epochMicros);
      case OTHER -> transport.drop(DropReason.NOT_OURS);
    }
  }

  /** The transport that a packet's ICE check is for; null if it is none that we know. */
  @Nullable BrowserTransport askedFor(byte[] packet) {
    if (DatagramKind.of(packet[0]) != DatagramKind.STUN) {
      return drop(DropReason.UNKNOWN_ADDRESS);
    }
    return asked(packet, packet.length);
  }

  /**
   * A packet came over a connection that named this transport; on the connection's loop. Only
   * checks pass before one was good.
   */
  void arrived(BrowserTransport transport, byte[] packet, TcpPeer from) {
    long epochMicros = nowEpochMicros();
    if (transport.eventLoop().inEventLoop()) {
      framed(transport, packet, from, epochMicros);
    } else if (!transport.eventLoop().isShuttingDown()) {
      transport.eventLoop().execute(() -> framed(transport, packet, from, epochMicros));
    }
  }

  private static void framed(
      BrowserTransport transport, byte[] packet, TcpPeer from, long epochMicros) {
    if (DatagramKind.of(packet[0]) != DatagramKind.STUN && !transport.isValid(from)) {
      transport.drop(DropReason.UNKNOWN_ADDRESS);
      return;
    }
    byte[] buf = transport.socket().scratch();
    System.arraycopy(packet, 0, buf, 0, packet.length);
    handle(transport, buf, packet.length, from, epochMicros);
  }

  private static void check(
      BrowserTransport transport, byte[] buf, int len, InetSocketAddress from) {
    BindingRequest.Parsed parsed = BindingRequest.parse(buf, 0, len);
    BindingRequest request = parsed.request();
    if (request == null) {
      transport.drop(DropReason.STUN_MALFORMED);
    } else {
      transport.onCheck(request, from);
    }
  }

  private static void dtls(BrowserTransport transport, byte[] buf, int len) {
    transport.onDtls(Arrays.copyOf(buf, len));
  }

  /** A packet that waited for its keys, which are there now. */
  static void early(BrowserTransport transport, EarlyDatagrams.Datagram early) {
    byte[] buf = transport.socket().scratch();
    System.arraycopy(early.bytes(), 0, buf, 0, early.bytes().length);
    if (!transport.isEnded()) {
      srtp(transport, buf, early.bytes().length, early.epochMicros());
    }
  }

  private static void srtp(BrowserTransport transport, byte[] buf, int len, long epochMicros) {
    SrtpSession session = transport.session();
    if (session == null) {
      transport.onEarlySrtp(Arrays.copyOf(buf, len), epochMicros);
      return;
    }
    PacketKind kind = PacketKind.of(buf, 0, len);
    int length;
    try {
      length =
          switch (kind) {
            case RTP ->
                session.unprotectRtp(buf, 0, len, RtpPacket.checkedHeaderLength(buf, 0, len));
            case RTCP -> session.unprotectRtcp(buf, 0, len);
            case NEITHER -> throw new MalformedPacketException("neither RTP nor RTCP");
          };
    } catch (MalformedPacketException e) {
      transport.drop(DropReason.SRTP_MALFORMED);
      return;
    }
    if (length == SrtpSession.FAILED) {
      transport.drop(session.failure());
    } else if (kind == PacketKind.RTP) {
      transport.deliverRtp(buf, length, epochMicros);
    } else {
      transport.deliverRtcp(buf, length, epochMicros);
    }
  }

  private long nowEpochMicros() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000L + now.getNano() / 1000;
  }
}
