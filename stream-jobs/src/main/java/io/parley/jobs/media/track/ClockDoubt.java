package io.parley.jobs.media.track;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import java.util.List;

/**
 * Tells a publisher whose RTP time stood still or jumped from one who is short of CPU or network.
 * After a pause the packets of both seem to come very late. But the latter sends what he owes in
 * bursts, faster than it was captured, and his clock is right: a step would cut words out when he
 * has caught up. So packets must come in real time, equally late, for {@link #LATE_MICROS} before
 * the clock is held to be wrong. Nobody sends before he captures, and nobody falls behind by more
 * than {@link #BEYOND_BELIEF_MICROS} and then sends in real time: those are seen at once.
 */
final class ClockDoubt {
  /** Who gains so much on real time is catching up; who loses it, falling behind. */
  private static final double CATCHING_UP_MICROS = 60_000;

  private static final long LATE_MICROS = 1_000_000;
  private static final double BEYOND_BELIEF_MICROS = 5_000_000;
  private static final long AT_ONCE_MICROS = ClockHold.HOLD_MICROS / 2;

  private boolean open;
  private long since;
  private double delay;

  /** Whether the packets looked at so far have left it open; more of them must be held. */
  boolean open() {
    return open;
  }

  /**
   * Looks at the packets of a hold.
   *
   * @return true if the clock is wrong; then nothing is open any more
   */
  boolean settledBy(List<ClockHold.Timed> packets, TrackClock clock) {
    double least = Double.POSITIVE_INFINITY;
    for (ClockHold.Timed packet : packets) {
      least = Math.min(least, delay(packet, clock));
    }
    if (Math.abs(least) <= TrackClock.STOPPED_MICROS) {
      open = false;
      return false;
    }
    if (!open) {
      open = true;
      measureFrom(packets.get(0), clock);
    }
    ClockHold.Timed last = packets.get(packets.size() - 1);
    if (Math.abs(delay(last, clock) - delay) >= CATCHING_UP_MICROS) {
      measureFrom(last, clock);
      return false;
    }
    boolean likelyLate = least > 0 && least <= BEYOND_BELIEF_MICROS;
    boolean wrong = last.arrivalMicros() - since >= (likelyLate ? LATE_MICROS : AT_ONCE_MICROS);
    open = !wrong;
    return wrong;
  }

  private void measureFrom(ClockHold.Timed packet, TrackClock clock) {
    since = packet.arrivalMicros();
    delay = delay(packet, clock);
  }

  private static double delay(ClockHold.Timed packet, TrackClock clock) {
    return clock.delay(packet.timestamp(), packet.arrivalMicros());
  }

  void write(ByteWriter out) {
    out.flag(open).i64(since).f64(delay);
  }

  static ClockDoubt read(ByteReader in) {
    ClockDoubt doubt = new ClockDoubt();
    doubt.open = in.flag();
    doubt.since = in.i64();
    doubt.delay = in.f64();
    return doubt;
  }
}
