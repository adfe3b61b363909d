package io.parley.sfu.forward;

import io.parley.sfu.congestion.BandwidthEstimator;
import io.parley.sfu.loop.EventLoop;
import io.parley.sfu.track.PacketSink;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.TransportFeedback;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The last step before the wire to one subscriber: packets get their transport-wide number,
 * pictures are spread over time so that a key frame is no burst, and probes go out where more could
 * be used than is known to go through. Sound never waits. Without transport-wide feedback packets
 * pass as they are. On the meeting's loop.
 */
public final class SubscriberLink {
  static final long TICK_MICROS = 5_000;

  private static final double PACE = 2.5;
  private static final int MIN_BURST_BYTES = 3_000;
  private static final long BURST_MICROS = 20_000;

  /** Whatever waits is gone after this. */
  private static final long LONGEST_WAIT_MICROS = 250_000;

  private final PacketSink wire;
  private final EventLoop loop;
  private final BandwidthEstimator estimator = new BandwidthEstimator();
  private final List<SendPath> paths = new ArrayList<>();
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private final byte[] padding = new byte[2 * PacketSink.MAX_PACKET + PacketSink.TAIL_ROOM];
  private final PacketSink sound = new Direct();
  private final PacketSink pictures = new Paced();
  private EventLoop.@Nullable Timer timer;
  private int numberId;
  private long waitingBytes;
  private double allowance;
  private long refilledMicros;
  private int nextPadding;
  private long probePackets;

  /** Of packets that are reported on: of others a probe learns nothing. */
  private long sentBytes;

  private long probeMicros;
  private long probeBytes;

  /** A packet with room behind it, and since when it is here. */
  private record Waiting(byte[] packet, long sinceMicros) {
    int length() {
      return packet.length - PacketSink.TAIL_ROOM;
    }
  }

  public SubscriberLink(PacketSink wire, EventLoop loop) {
    this.wire = wire;
    this.loop = loop;
    this.refilledMicros = now();
  }

  /** Where sound goes. */
  public PacketSink sound() {
    return sound;
  }

  /** Where pictures go. */
  public PacketSink pictures() {
    return pictures;
  }

  public BandwidthEstimator estimator() {
    return estimator;
  }

  /** Packets sent only to find out how much goes through. */
  public long probePackets() {
    return probePackets;
  }

  void add(SendPath path) {
    paths.add(path);
    numberId = path.transportSequenceId() == 0 ? numberId : path.transportSequenceId();
  }

  void remove(SendPath path) {
    paths.remove(path);
  }

  void feedback(TransportFeedback feedback) {
    estimator.feedback(feedback, now());
  }

  /** To be called every now and then, so that probes begin. */
  public void run() {
    if (estimator.isFlooded()) {
      for (SendPath path : paths) {
        if (path.leaveHigherLayers()) {
          drop(path.ssrc());
        }
      }
    }
    boolean probing = estimator.probeRate() > 0;
    estimator.considerProbe(now());
    if (!probing && estimator.probeRate() > 0) {
      probeMicros = now();
      probeBytes = sentBytes;
    }
    if (timer == null && estimator.probeRate() > 0) {
      tick();
    }
  }

  /** Nothing is sent any more. */
  public void close() {
    EventLoop.Timer running = timer;
    timer = null;
    if (running != null) {
      running.cancel();
    }
    waiting.clear();
    waitingBytes = 0;
  }

  private final class Direct implements PacketSink {
    @Override
    public void rtp(byte[] buf, int off, int len) {
      send(buf, off, len);
    }

    @Override
    public void rtcp(byte[] buf, int off, int len) {
      wire.rtcp(buf, off, len);
    }
  }

  private final class Paced implements PacketSink {
    @Override
    public void rtp(byte[] buf, int off, int len) {
      if (!estimator.isReported()) {
        send(buf, off, len);
        return;
      }
      refill();
      if (waiting.isEmpty() && allowance > 0) {
        send(buf, off, len);
        return;
      }
      byte[] copy = Arrays.copyOfRange(buf, off, off + len + TAIL_ROOM);
      waiting.add(new Waiting(copy, refilledMicros));
      waitingBytes += len;
      tickLater();
    }

    @Override
    public void rtcp(byte[] buf, int off, int len) {
      wire.rtcp(buf, off, len);
    }
  }

  private void send(byte[] buf, int off, int len) {
    allowance -= len + BandwidthEstimator.OVERHEAD_BYTES;
    if (numberId != 0 && OutgoingFormat.hasTransportSequence(buf, off, len, numberId)) {
      sentBytes += len + BandwidthEstimator.OVERHEAD_BYTES;
      OutgoingFormat.putTransportSequence(buf, off, estimator.sending(len, now()));
    }
    wire.rtp(buf, off, len);
  }

  private void refill() {
    long now = now();
    double pace = estimator.isQueued() ? 1 : PACE;
    double rate = Math.max(pace * estimator.usableBitsPerSecond(), drainRate());
    rate = Math.max(rate, (double) estimator.probeRate());
    allowance += rate / 8e6 * (now - refilledMicros);
    refilledMicros = now;
    allowance = Math.min(allowance, Math.max(MIN_BURST_BYTES, rate / 8e6 * BURST_MICROS));
  }

  private double drainRate() {
    return waitingBytes * 8e6 / LONGEST_WAIT_MICROS;
  }

  /** What waits of a stream is not worth sending any more. */
  private void drop(long ssrc) {
    for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
      Waiting one = each.next();
      if (RtpPacket.ssrc(one.packet(), 0) == ssrc) {
        waitingBytes -= one.length();
        each.remove();
      }
    }
  }

  private void tickLater() {
    if (timer == null) {
      // All links of a loop tick together, so that the loop wakes once, and sends once, for all.
      timer = loop.after(TICK_MICROS - now() % TICK_MICROS, this::tick);
    }
  }

  private void tick() {
    timer = null;
    refill();
    for (Waiting next = waiting.peek(); next != null && mayLeave(next); next = waiting.peek()) {
      waiting.remove();
      waitingBytes -= next.length();
      send(next.packet(), 0, next.length());
    }
    if (waiting.isEmpty()) {
      pad(estimator.probeRate());
    }
    if (!waiting.isEmpty() || estimator.probeRate() > 0) {
      tickLater();
    }
  }

  /** Where sound takes more than the estimate leaves, pictures go when they have waited. */
  private boolean mayLeave(Waiting next) {
    return allowance > 0 || refilledMicros - next.sinceMicros() >= LONGEST_WAIT_MICROS;
  }

  /** Of a probe, as much as media leaves to do until now: what the subscriber has is sent again. */
  private void pad(long bitsPerSecond) {
    double due = bitsPerSecond / 8e6 * (now() - probeMicros + TICK_MICROS);
    double bytes = due - (sentBytes - probeBytes);
    while (bytes > 0 && estimator.probeRate() > 0) {
      int length = paddingPacket();
      if (length == 0) {
        return;
      }
      probePackets++;
      send(padding, 0, length);
      bytes -= length + BandwidthEstimator.OVERHEAD_BYTES;
    }
  }

  private int paddingPacket() {
    for (int i = 0; i < paths.size(); i++) {
      int length = paths.get(Math.floorMod(nextPadding++, paths.size())).writePadding(padding);
      if (length > 0) {
        return length;
      }
    }
    return 0;
  }

  private long now() {
    return loop.clock().monotonicMicros();
  }
}
