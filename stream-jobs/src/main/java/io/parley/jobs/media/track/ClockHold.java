package io.parley.jobs.media.track;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Holds the first packets of a track, and those after a pause, for {@link #HOLD_MICROS} of arrival
 * time, so that {@link TrackClock} sees a few of them before it must place the first: the network
 * may have been slow for one packet, and a publisher who paused may have stopped its RTP clock.
 * Stands between reordering and assembly.
 */
final class ClockHold {
  static final long HOLD_MICROS = 200_000;

  /** A silence this long makes the clock doubtful. */
  static final long PAUSE_MICROS = 500_000;

  private static final int MAX_HELD = 1_024;

  private final List<Timed> held = new ArrayList<>();
  private boolean open = true;
  private long since;
  private long lastArrival;

  /**
   * A packet with its widened timestamp.
   *
   * @param arrivalMicros on the meeting clock
   */
  record Timed(
      long timestamp, boolean marker, long arrivalMicros, long lostBefore, byte[] payload) {}

  /** Takes in a packet; gives to {@code out} a whole hold, or the packet alone. */
  void accept(Timed packet, Consumer<List<Timed>> out) {
    if (!open && packet.arrivalMicros() - lastArrival > PAUSE_MICROS) {
      open = true;
    }
    lastArrival = Math.max(lastArrival, packet.arrivalMicros());
    if (!open) {
      out.accept(List.of(packet));
      return;
    }
    if (held.isEmpty()) {
      since = packet.arrivalMicros();
    }
    held.add(packet);
    if (held.size() >= MAX_HELD || packet.arrivalMicros() - since >= HOLD_MICROS) {
      release(out);
    }
  }

  void advanceTo(long arrivalMicros, Consumer<List<Timed>> out) {
    if (arrivalMicros >= deadline()) {
      release(out);
    }
  }

  private void release(Consumer<List<Timed>> out) {
    List<Timed> all = List.copyOf(held);
    held.clear();
    open = false;
    out.accept(all);
  }

  /** On the meeting clock; {@code Long.MAX_VALUE} if nothing is held. */
  long deadline() {
    return held.isEmpty() ? Long.MAX_VALUE : since + HOLD_MICROS;
  }

  void reopen() {
    open = true;
  }

  void write(ByteWriter out) {
    out.flag(open).i64(since).i64(lastArrival).u32(held.size());
    for (Timed packet : held) {
      out.i64(packet.timestamp()).flag(packet.marker()).i64(packet.arrivalMicros());
      out.i64(packet.lostBefore()).block(packet.payload());
    }
  }

  static ClockHold read(ByteReader in) {
    ClockHold hold = new ClockHold();
    hold.open = in.flag();
    hold.since = in.i64();
    hold.lastArrival = in.i64();
    for (int left = in.size(); left > 0; left--) {
      hold.held.add(new Timed(in.i64(), in.flag(), in.i64(), in.i64(), in.block()));
    }
    return hold;
  }
}
