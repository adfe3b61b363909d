package io.parley.jobs.media.track;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Puts packets in the order they were sent and drops repeated ones; stands before everything that
 * looks into payloads. A missing packet is waited for {@link #WAIT_MICROS} of arrival time, counted
 * from the first packet behind it, and while fewer than {@link #MAX_WAITING} wait. Decides by
 * sequence numbers and arrival times alone, so a replay decides the same.
 */
final class ReorderBuffer {
  static final long WAIT_MICROS = 300_000;
  static final int MAX_WAITING = 512;

  /** So many late packets in a row mean that the sender began to count anew. */
  static final int RESTART_AFTER = 64;

  private final TreeMap<Long, Ordered> waiting = new TreeMap<>();
  private boolean started;
  private long next;
  private long newest;
  private int lateInRow;

  /**
   * A packet in its place.
   *
   * @param lostBefore packets missing before it
   * @param packet RTP, complete
   */
  record Ordered(long sequence, long arrivalEpochMicros, long lostBefore, byte[] packet) {}

  /** Takes in one packet; gives those that are now in order to {@code out}. */
  void accept(
      int sequence,
      long arrivalEpochMicros,
      byte[] packet,
      TrackCounters counters,
      Consumer<Ordered> out) {
    advanceTo(arrivalEpochMicros, counters, out);
    long wide = started ? newest + (short) (sequence - (int) newest) : sequence;
    if (!started) {
      started = true;
      next = wide;
      newest = wide;
    }
    if (wide < next) {
      counters.late++;
      if (++lateInRow >= RESTART_AFTER) {
        lateInRow = 0;
        next = wide + 1;
        newest = wide;
      }
      return;
    }
    lateInRow = 0;
    newest = Math.max(newest, wide);
    Ordered before = waiting.putIfAbsent(wide, new Ordered(wide, arrivalEpochMicros, 0, packet));
    if (before != null) {
      counters.duplicates++;
      return;
    }
    releaseInOrder(out);
    while (waiting.size() > MAX_WAITING) {
      skipHole(counters, out);
    }
  }

  /** Gives up on packets that are overdue at this time. */
  void advanceTo(long arrivalEpochMicros, TrackCounters counters, Consumer<Ordered> out) {
    while (!waiting.isEmpty() && deadline() <= arrivalEpochMicros) {
      skipHole(counters, out);
    }
  }

  /** When the hole in front is given up; {@code Long.MAX_VALUE} if nothing waits. */
  long deadline() {
    long earliest = Long.MAX_VALUE;
    for (Ordered packet : waiting.values()) {
      earliest = Math.min(earliest, packet.arrivalEpochMicros());
    }
    return earliest == Long.MAX_VALUE ? earliest : earliest + WAIT_MICROS;
  }

  private void skipHole(TrackCounters counters, Consumer<Ordered> out) {
    Map.Entry<Long, Ordered> first = waiting.pollFirstEntry();
    Ordered packet = first.getValue();
    long lost = packet.sequence() - next;
    counters.lost += lost;
    next = packet.sequence() + 1;
    out.accept(new Ordered(packet.sequence(), packet.arrivalEpochMicros(), lost, packet.packet()));
    releaseInOrder(out);
  }

  private void releaseInOrder(Consumer<Ordered> out) {
    while (!waiting.isEmpty() && waiting.firstKey() == next) {
      next++;
      out.accept(waiting.pollFirstEntry().getValue());
    }
  }

  void write(ByteWriter out) {
    out.flag(started).i64(next).i64(newest).u32(lateInRow).u32(waiting.size());
    for (Ordered packet : waiting.values()) {
      out.i64(packet.sequence()).i64(packet.arrivalEpochMicros()).block(packet.packet());
    }
  }

  static ReorderBuffer read(ByteReader in) {
    ReorderBuffer buffer = new ReorderBuffer();
    buffer.started = in.flag();
    buffer.next = in.i64();
    buffer.newest = in.i64();
    buffer.lateInRow = in.size();
    for (int left = in.size(); left > 0; left--) {
      long sequence = in.i64();
      buffer.waiting.put(sequence, new Ordered(sequence, in.i64(), 0, in.block()));
    }
    return buffer;
  }
}
