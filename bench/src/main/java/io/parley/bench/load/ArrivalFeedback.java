package io.parley.bench.load;

import io.parley.storage.codec.rtp.SequenceUnwrapper;
import io.parley.storage.codec.rtp.TransportFeedback;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * When packets came, by their transport-wide numbers, until it is reported ten times a second
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1). One thread.
 */
final class ArrivalFeedback {
  /** Low bits hold the arrival, counted from the first: so that one sort orders both. */
  private static final int MICROS_BITS = 24;

  private static final long MAX_MICROS = (1L << MICROS_BITS) - 1;
  private static final int MAX_PACKETS = 1 << 14;

  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private long[] arrivals = new long[256];
  private int count;
  private long firstMicros;
  private long reportedUpTo = Long.MIN_VALUE;
  private long feedbacks;

  void add(int sequence, long micros) {
    long number = unwrapper.unwrap(sequence);
    if (count == 0) {
      firstMicros = micros;
    }
    if (count == MAX_PACKETS || number < reportedUpTo) {
      return;
    }
    if (count == arrivals.length) {
      arrivals = Arrays.copyOf(arrivals, 2 * count);
    }
    arrivals[count++] = (number << MICROS_BITS) | Math.min(MAX_MICROS, micros - firstMicros);
  }

  /** Reports what came since the last call, in as few messages as the format allows. */
  void take(long senderSsrc, long mediaSsrc, Consumer<TransportFeedback> send) {
    if (count == 0) {
      return;
    }
    Arrays.sort(arrivals, 0, count);
    TransportFeedback.Builder builder = null;
    long before = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      long number = arrivals[i] >> MICROS_BITS;
      long micros = firstMicros + (arrivals[i] & MAX_MICROS);
      if (number == before) {
        continue;
      }
      before = number;
      if (builder == null || !builder.add(number, micros)) {
        if (builder != null) {
          send.accept(builder.build(senderSsrc, mediaSsrc, feedbacks++));
        }
        builder = new TransportFeedback.Builder(number, micros);
      }
    }
    if (builder != null) {
      send.accept(builder.build(senderSsrc, mediaSsrc, feedbacks++));
      reportedUpTo = builder.nextSequence();
    }
    count = 0;
  }
}
