package io.parley.sfu.forward;

import io.parley.storage.codec.rtp.SequenceUnwrapper;
import io.parley.storage.codec.rtp.TransportFeedback;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Notes when each packet of a transport came, and reports it (draft-holmer-rmcat-transport-wide-cc
 * §3.1), so that the publisher's congestion control can find its bit rate. It stands before
 * everything that may drop a packet: what came is reported, also padding and duplicates.
 */
final class TransportWideRecorder {
  /** Arrivals in one report may span this much, so that 16-bit deltas suffice many times over. */
  private static final int MAX_PACKETS = 512;

  private static final long MAX_SPAN_MICROS = 4_000_000;
  private static final int REFERENCE_MASK = 0xffffff;

  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private final TreeMap<Long, Long> arrivals = new TreeMap<>();
  private long next = Long.MIN_VALUE;
  private int feedbackCount;
  private long dropped;

  /**
   * @param sequence 0–65,535, from the header extension
   */
  void packet(int sequence, long arrivalMicros) {
    long wide = unwrapper.unwrap(sequence);
    if (next != Long.MIN_VALUE && wide < next - MAX_PACKETS) {
      dropped++;
      return;
    }
    if (arrivals.size() >= 8 * MAX_PACKETS) {
      arrivals.pollFirstEntry();
      dropped++;
    }
    arrivals.putIfAbsent(wide, arrivalMicros);
  }

  boolean isEmpty() {
    return arrivals.isEmpty();
  }

  /** Packets that came too late to be reported. */
  long dropped() {
    return dropped;
  }

  /** Reports everything noted since the last call, in as few messages as the format allows. */
  List<TransportFeedback> take(long senderSsrc, long mediaSsrc) {
    List<TransportFeedback> messages = new ArrayList<>();
    while (!arrivals.isEmpty()) {
      messages.add(takeOne(senderSsrc, mediaSsrc));
    }
    return messages;
  }

  private TransportFeedback takeOne(long senderSsrc, long mediaSsrc) {
    long first = arrivals.firstEntry().getKey();
    long base = first;
    if (next != Long.MIN_VALUE && next < first && first - next < MAX_PACKETS / 2) {
      base = next;
    }
    long firstArrival = arrivals.firstEntry().getValue();
    long reference = Math.floorDiv(firstArrival, TransportFeedback.REFERENCE_MICROS);
    int[] ticks = new int[MAX_PACKETS];
    Arrays.fill(ticks, TransportFeedback.NOT_RECEIVED);
    int count = 0;
    while (!arrivals.isEmpty()) {
      Map.Entry<Long, Long> entry = arrivals.firstEntry();
      long index = entry.getKey() - base;
      if (index >= MAX_PACKETS || Math.abs(entry.getValue() - firstArrival) > MAX_SPAN_MICROS) {
        break;
      }
      long sinceReference = entry.getValue() - reference * TransportFeedback.REFERENCE_MICROS;
      ticks[(int) index] = (int) Math.floorDiv(sinceReference, TransportFeedback.TICK_MICROS);
      count = (int) index + 1;
      next = entry.getKey() + 1;
      arrivals.pollFirstEntry();
    }
    return new TransportFeedback(
        senderSsrc,
        mediaSsrc,
        (int) (base & 0xffff),
        (int) (reference & REFERENCE_MASK),
        feedbackCount++ & 0xff,
        Arrays.copyOf(ticks, count));
  }
}
