package io.parley.sfu.forward;

import io.parley.sfu.loop.EventLoop;
import io.parley.sfu.track.PacketSink;
import io.parley.storage.codec.rtp.HeaderExtensions;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.TransportFeedback;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to one subscriber: a queue before a link of some capacity, a delay, loss by the dice; and
 * a subscriber who reports what came every 50 ms. Time is the loop's.
 */
final class SimulatedNetwork implements PacketSink {
  static final int TRANSPORT_ID = 5;
  private static final long FEEDBACK_MICROS = 50_000;
  private static final int WIRE_BYTES = 44;

  private final EventLoop loop;
  private final Random dice;
  private final TransportWideRecorder recorder = new TransportWideRecorder();
  private final byte[] buffer = new byte[PacketSink.MAX_PACKET + PacketSink.TAIL_ROOM];
  private @Nullable SubscriberFeedback feedback;
  private Consumer<Arrival> receiver = arrival -> {};
  private long freeMicros;
  long capacityBps = 5_000_000;
  long queueBytes = 40_000;
  double loss;

  /** Each way. */
  long propagationMicros = 20_000;

  long dropped;

  /** A packet at the subscriber. */
  record Arrival(RtpPacket packet, long sentMicros, long arrivalMicros) {}

  SimulatedNetwork(EventLoop loop, long seed) {
    this.loop = loop;
    this.dice = new Random(seed);
  }

  void start(SubscriberFeedback to, Consumer<Arrival> arrivals) {
    feedback = to;
    receiver = arrivals;
    loop.every(FEEDBACK_MICROS, this::report);
  }

  @Override
  public void rtp(byte[] buf, int off, int len) {
    long now = loop.clock().monotonicMicros();
    long waitingBytes = Math.max(0, freeMicros - now) * capacityBps / 8_000_000;
    if (waitingBytes + len > queueBytes || dice.nextDouble() < loss) {
      dropped++;
      return;
    }
    byte[] packet = Arrays.copyOfRange(buf, off, off + len);
    freeMicros = Math.max(now, freeMicros) + (len + WIRE_BYTES) * 8_000_000L / capacityBps;
    long arrival = freeMicros + propagationMicros;
    loop.after(arrival - now, () -> arrived(packet, now));
  }

  private void arrived(byte[] bytes, long sentMicros) {
    RtpPacket packet = RtpPacket.of(bytes);
    long now = loop.clock().monotonicMicros();
    int at = packet.findExtension(TRANSPORT_ID);
    if (at >= 0) {
      recorder.packet(HeaderExtensions.transportSequence(bytes, at), now);
    }
    receiver.accept(new Arrival(packet, sentMicros, now));
  }

  private void report() {
    SubscriberFeedback to = feedback;
    for (TransportFeedback one : recorder.take(1, 1)) {
      int length = one.write(buffer, 0);
      byte[] bytes = Arrays.copyOf(buffer, length);
      if (to != null) {
        loop.after(propagationMicros, () -> to.rtcp(bytes, 0, bytes.length));
      }
    }
  }

  @Override
  public void rtcp(byte[] buf, int off, int len) {}
}
