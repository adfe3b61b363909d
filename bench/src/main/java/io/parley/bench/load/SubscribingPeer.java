package io.parley.bench.load;

import io.netty.util.collection.IntObjectHashMap;
import io.parley.sfu.transport.LightPeer;
import io.parley.sfu.transport.WebRtcTransport;
import io.parley.storage.codec.rtp.Nack;
import io.parley.storage.codec.rtp.ReceiverReport;
import io.parley.storage.codec.rtp.Remb;
import io.parley.storage.codec.rtp.ReportBlock;
import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.RtcpPacket;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.Rtx;
import io.parley.storage.codec.rtp.SenderReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's receiving half: counts every packet by its header, answers as a browser does (receiver
 * reports, transport-wide feedback or REMB, NACKs). To stay cheap it authenticates and decrypts one
 * packet in sixteen, the first of each track, and every retransmission; those are checked to be
 * what was sent, and give the delays. On the loop's thread.
 */
public final class SubscribingPeer implements PeerSocket.Receiver, AutoCloseable {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int TICKS_PER_FEEDBACK = 5;
  private static final int TICKS_PER_REPORT = 50;
  private static final int SAMPLE_MASK = 15;
  private static final long FIRST_PACKETS = 8;
  private static final long ROUND_TRIP_MICROS = 20_000;
  private static final long REMB_BITS_PER_SECOND = 20_000_000;

  private final PeerSocket socket;
  private final Delays delays;
  private final long reporterSsrc;
  private final IntObjectHashMap<IncomingStream> streams = new IntObjectHashMap<>();
  private final IntObjectHashMap<IncomingStream> repairs = new IntObjectHashMap<>();
  private final IntObjectHashMap<IncomingStream> unnamed = new IntObjectHashMap<>();
  private final IntObjectHashMap<IncomingStream> unnamedRepairs = new IntObjectHashMap<>();
  private final List<IncomingStream> all = new ArrayList<>();
  private final RtpPacket packet = new RtpPacket();
  private final RtcpCompound compound = new RtcpCompound();
  private final ArrivalFeedback arrivals = new ArrivalFeedback();
  private final byte[] out = new byte[1_500 + WebRtcTransport.TAIL_ROOM];
  private int transportExtension;
  private boolean remb;
  private long ticks;
  private long unknown;
  private long undecryptable;

  /**
   * @param delays where the delays of sampled packets go
   * @param reporterSsrc under which feedback is sent
   */
  public SubscribingPeer(
      LoadLoop loop,
      LightPeer.Shared shared,
      Impairment impairment,
      Delays delays,
      long reporterSsrc) {
    this.socket = new PeerSocket(loop, shared, impairment, this);
    this.delays = delays;
    this.reporterSsrc = reporterSsrc;
  }

  public PeerSocket socket() {
    return socket;
  }

  /** Expects a track. */
  public void expect(IncomingStream stream) {
    all.add(stream);
    streams.put((int) stream.ssrc(), stream);
    if (stream.rtxSsrc() != 0) {
      repairs.put((int) stream.rtxSsrc(), stream);
    }
  }

  /**
   * Expects a track that was announced without SSRC: the first that comes with its payload type.
   *
   * @param rtxPayloadType of its retransmissions, or 0 if there are none
   */
  public void expect(IncomingStream stream, int payloadType, int rtxPayloadType) {
    all.add(stream);
    unnamed.put(payloadType, stream);
    if (rtxPayloadType != 0) {
      unnamedRepairs.put(rtxPayloadType, stream);
    }
  }

  /**
   * Begins to report.
   *
   * @param extension id of the transport-wide number, or 0 if the unit does not number packets
   * @param rembWanted whether the unit wants to be told a bit rate instead
   */
  public void start(int extension, boolean rembWanted) {
    transportExtension = extension;
    remb = rembWanted && extension == 0;
    ticks = Math.floorMod(reporterSsrc, (long) TICKS_PER_REPORT);
    socket.loop().at(System.nanoTime() + TICK_NANOS, this::tick);
  }

  public List<IncomingStream> streams() {
    return all;
  }

  /** Packets of no track that was announced. */
  public long unknown() {
    return unknown;
  }

  /** Sampled packets that were not genuine. */
  public long undecryptable() {
    return undecryptable;
  }

  @Override
  public void srtp(byte[] buf, int len, long nowNanos, boolean late) {
    packet.wrap(buf, 0, len);
    if (transportExtension != 0) {
      int at = packet.findExtension(transportExtension);
      if (at > 0) {
        arrivals.add(((buf[at] & 0xff) << 8) | (buf[at + 1] & 0xff), nowNanos / 1_000);
      }
    }
    IncomingStream stream = streams.get((int) packet.ssrc());
    if (stream == null) {
      stream = introduce(unnamed, streams);
      if (stream == null) {
        repair(buf, len, nowNanos);
        return;
      }
      stream.named(packet.ssrc());
    }
    long number =
        stream.packet(
            packet.sequenceNumber(), packet.timestamp(), packet.payloadLength(), nowNanos, false);
    boolean sampled = (number & SAMPLE_MASK) == 0 || stream.received() <= FIRST_PACKETS;
    if (number != IncomingStream.AGAIN && sampled) {
      int plain = socket.peer().unprotectRtp(buf, 0, len, packet.headerLength());
      if (plain < 0) {
        refused();
      } else {
        sample(packet.wrap(buf, 0, plain), nowNanos, late);
      }
    }
  }

  /** By its payload type, if nothing has come of it yet; from now on by its SSRC. */
  private @Nullable IncomingStream introduce(
      IntObjectHashMap<IncomingStream> waiting, IntObjectHashMap<IncomingStream> known) {
    IncomingStream stream = waiting.isEmpty() ? null : waiting.remove(packet.payloadType());
    if (stream != null) {
      known.put((int) packet.ssrc(), stream);
    }
    return stream;
  }

  private void refused() {
    if (socket.peer().refusedForgery()) {
      undecryptable++;
    }
  }

  /** Packets of padding only probe the bandwidth. */
  private void sample(RtpPacket plain, long nowNanos, boolean late) {
    if (plain.payloadLength() < Stamp.LENGTH) {
      return;
    }
    Stamp stamp = Stamp.read(plain.buffer(), plain.payloadOffset() + plain.payloadLength());
    if (stamp.timed() && !late) {
      delays.add(nowNanos - stamp.nanos());
    }
  }

  private void repair(byte[] buf, int len, long nowNanos) {
    IncomingStream stream = repairs.get((int) packet.ssrc());
    if (stream == null) {
      stream = introduce(unnamedRepairs, repairs);
    }
    if (stream == null) {
      unknown++;
      return;
    }
    int plain = socket.peer().unprotectRtp(buf, 0, len, packet.headerLength());
    if (plain < 0) {
      refused();
      return;
    }
    packet.wrap(buf, 0, plain);
    if (packet.payloadLength() > Rtx.OVERHEAD + Stamp.LENGTH) {
      Rtx.decapsulate(packet, Formats.VP8, stream.ssrc());
      stream.packet(
          packet.sequenceNumber(), packet.timestamp(), packet.payloadLength(), nowNanos, true);
      sample(packet, nowNanos, false);
    }
  }

  @Override
  public void rtcp(byte[] buf, int len, long nowNanos) {
    compound.wrap(buf, 0, len);
    while (compound.next()) {
      if (compound.type() == RtcpPacket.SENDER_REPORT) {
        SenderReport report = SenderReport.parse(compound);
        IncomingStream stream = streams.get((int) report.ssrc());
        if (stream != null) {
          stream.senderReport(report.ntp(), nowNanos);
        }
      }
    }
  }

  private long tick(long nowNanos) {
    if (socket.isClosed()) {
      return LoadLoop.Timed.OVER;
    }
    ticks++;
    for (IncomingStream stream : all) {
      int[] wanted = stream.wanted(nowNanos, ROUND_TRIP_MICROS);
      if (wanted.length > 0) {
        socket.sendRtcp(out, new Nack(reporterSsrc, stream.ssrc(), wanted).write(out, 0));
      }
    }
    if (ticks % TICKS_PER_FEEDBACK == 0) {
      arrivals.take(reporterSsrc, all.isEmpty() ? 0 : all.get(0).ssrc(), this::sendFeedback);
    }
    if (ticks % TICKS_PER_REPORT == 0) {
      report(nowNanos);
    }
    return nowNanos + TICK_NANOS;
  }

  private void sendFeedback(io.parley.storage.codec.rtp.TransportFeedback feedback) {
    socket.sendRtcp(out, feedback.write(out, 0));
  }

  private void report(long nowNanos) {
    List<ReportBlock> blocks =
        all.stream().filter(IncomingStream::started).map(each -> each.report(nowNanos)).toList();
    for (int from = 0; from < blocks.size(); from += ReportBlock.MAX_BLOCKS) {
      int until = Math.min(blocks.size(), from + ReportBlock.MAX_BLOCKS);
      int length = new ReceiverReport(reporterSsrc, blocks.subList(from, until)).write(out, 0);
      if (remb && from == 0) {
        List<Long> ssrcs =
            all.stream().map(IncomingStream::ssrc).filter(ssrc -> ssrc != 0).limit(8).toList();
        length += new Remb(reporterSsrc, REMB_BITS_PER_SECOND, ssrcs).write(out, length);
      }
      socket.sendRtcp(out, length);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
