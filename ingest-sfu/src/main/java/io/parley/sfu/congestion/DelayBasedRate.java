package io.parley.sfu.congestion;

/**
 * The bit rate that keeps queues short: up while delays don't grow, down to a little less than what
 * came as soon as they do (draft-ietf-rmcat-gcc-02 §5.5). Near the rate at which it was too much
 * the last time it goes up in small steps, else by 8 % a second.
 */
final class DelayBasedRate {
  private static final double DOWN = 0.85;
  private static final double UP_PER_SECOND = 1.08;
  private static final int PACKET_BITS = 1_200 * 8;
  private static final double CAPACITY_WEIGHT = 0.05;
  private static final long RESPONSE_MICROS = 100_000;

  private enum State {
    HOLD,
    INCREASE
  }

  private long bitsPerSecond;
  private State state = State.INCREASE;
  private double capacity = -1;
  private double capacityVariance = 0.4;
  private long updatedMicros = Long.MIN_VALUE;
  private long decreasedMicros = Long.MIN_VALUE;

  DelayBasedRate(long startBitsPerSecond) {
    bitsPerSecond = startBitsPerSecond;
  }

  long bitsPerSecond() {
    return bitsPerSecond;
  }

  /** When queues last made it go down, monotonic; {@code Long.MIN_VALUE} if never. */
  long decreasedMicros() {
    return decreasedMicros;
  }

  /** A probe showed that more goes through. */
  void raiseTo(long measured) {
    bitsPerSecond = Math.max(bitsPerSecond, measured);
    capacity = -1;
  }

  void clamp(long min, long max) {
    bitsPerSecond = Math.max(min, Math.min(max, bitsPerSecond));
  }

  /**
   * @param acked bits a second that came; -1 if unknown
   * @param roundTripMicros to the subscriber and back
   */
  void update(DelayTrend.Usage usage, long acked, long roundTripMicros, long nowMicros) {
    long elapsed = updatedMicros == Long.MIN_VALUE ? 0 : nowMicros - updatedMicros;
    updatedMicros = nowMicros;
    switch (usage) {
      case OVER -> decrease(acked, roundTripMicros, nowMicros);
      case UNDER -> state = State.HOLD;
      case NORMAL -> {
        if (state == State.HOLD) {
          state = State.INCREASE;
        } else {
          increase(Math.min(1_000_000, elapsed), acked, roundTripMicros);
        }
      }
    }
  }

  /** Once in a round trip, since what was decided needs one to be seen. */
  private void decrease(long acked, long roundTripMicros, long nowMicros) {
    state = State.HOLD;
    boolean again =
        decreasedMicros != Long.MIN_VALUE
            && nowMicros - decreasedMicros < Math.max(50_000, roundTripMicros);
    boolean farAbove = acked >= 0 && acked < bitsPerSecond / 2;
    if (again && !farAbove) {
      return;
    }
    decreasedMicros = nowMicros;
    if (acked < 0) {
      bitsPerSecond = (long) (DOWN * bitsPerSecond);
      return;
    }
    bitsPerSecond = Math.min(bitsPerSecond, (long) (DOWN * acked));
    noteCapacity(acked / 1e3);
  }

  private void noteCapacity(double kilobits) {
    if (capacity < 0 || Math.abs(kilobits - capacity) > 3 * deviation()) {
      capacity = kilobits;
      capacityVariance = 0.4;
      return;
    }
    double error = kilobits - capacity;
    capacity += CAPACITY_WEIGHT * error;
    double relative = error * error / Math.max(1, capacity);
    capacityVariance += CAPACITY_WEIGHT * (relative - capacityVariance);
    capacityVariance = Math.max(0.4, Math.min(2.5, capacityVariance));
  }

  private double deviation() {
    return Math.sqrt(capacityVariance * capacity);
  }

  private void increase(long elapsedMicros, long acked, long roundTripMicros) {
    // More than is used cannot be known to go through.
    long ceiling = acked < 0 ? Long.MAX_VALUE : acked + acked / 2 + 10_000;
    if (bitsPerSecond >= ceiling) {
      return;
    }
    boolean near = capacity >= 0 && acked >= 0 && acked / 1e3 > capacity - 3 * deviation();
    if (capacity >= 0 && acked / 1e3 > capacity + 3 * deviation()) {
      capacity = -1;
      near = false;
    }
    double seconds = elapsedMicros / 1e6;
    double more;
    if (near) {
      more = PACKET_BITS * elapsedMicros / (double) (roundTripMicros + RESPONSE_MICROS);
      more = Math.max(more, 4_000 * seconds);
    } else {
      more = bitsPerSecond * (Math.pow(UP_PER_SECOND, seconds) - 1);
    }
    bitsPerSecond = Math.min(ceiling, bitsPerSecond + (long) Math.ceil(more));
  }
}
