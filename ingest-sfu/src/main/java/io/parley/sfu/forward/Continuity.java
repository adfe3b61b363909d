package io.parley.sfu.forward;

/**
 * Makes what a receiver sees one continuous stream, whatever the source does: sequence numbers go
 * on without a hole after a pause, a switch of source, or packets that were left out; timestamps go
 * on by the time that passed. One thread.
 */
final class Continuity {
  /** A packet that belongs to nobody. */
  static final long NONE = NumberMap.NONE;

  private final int clockRateHz;
  private final NumberMap numbers = new NumberMap();
  private boolean sentAny;
  private boolean attached;
  private long firstSource;
  private long timestampShift;
  private long lastSequence;
  private long lastTimestamp;
  private long lastArrivalMicros;

  /**
   * @param firstSequence of the first packet that will be sent
   * @param firstTimestamp of the first packet that will be sent
   */
  Continuity(int clockRateHz, long firstSequence, long firstTimestamp) {
    this.clockRateHz = clockRateHz;
    this.lastSequence = firstSequence - 1L;
    this.lastTimestamp = firstTimestamp;
  }

  /** Whether packets pass; otherwise the next one must be {@link #attach}ed. */
  boolean attached() {
    return attached;
  }

  /** The source stops, for this receiver. */
  void detach() {
    attached = false;
  }

  /** The source goes on, or another begins, with a packet of this number and time. */
  void attach(long sourceSequence, long sourceTimestamp, long arrivalMicros) {
    long step = 0;
    if (sentAny) {
      long passed = Math.max(0, arrivalMicros - lastArrivalMicros);
      step = Math.max(1, passed * clockRateHz / 1_000_000L);
    }
    numbers.attach(sourceSequence, lastSequence + 1);
    timestampShift = lastTimestamp + step - sourceTimestamp;
    firstSource = sourceSequence;
    attached = true;
  }

  /** Packets from before the start of the source belong to nobody. */
  boolean belongs(long sourceSequence) {
    return sourceSequence >= firstSource;
  }

  /** The number a packet goes out with; {@link #NONE} if it was left out or comes far too late. */
  long sequence(long sourceSequence) {
    return numbers.map(sourceSequence);
  }

  /**
   * A packet does not go out: those after it close up.
   *
   * @return false if a number is kept for it already, because later ones went out before
   */
  boolean leaveOut(long sourceSequence) {
    return numbers.leaveOut(sourceSequence);
  }

  long timestamp(long sourceTimestamp) {
    return sourceTimestamp + timestampShift;
  }

  /** A packet went out. */
  void sent(long sequence, long timestamp, long arrivalMicros) {
    if (!sentAny || sequence > lastSequence) {
      lastSequence = sequence;
      if (!sentAny || timestamp != lastTimestamp) {
        lastTimestamp = timestamp;
        lastArrivalMicros = arrivalMicros;
      }
    }
    sentAny = true;
  }
}
