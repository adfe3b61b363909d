package io.parley.sfu.forward;

/**
 * Makes what a subscriber sees one continuous stream, whatever the source does: sequence numbers go
 * on without a hole after a pause or a switch of source, timestamps go on by the time that passed.
 */
final class Continuity {
  private final int clockRateHz;
  private boolean sentAny;
  private boolean attached;
  private long firstSource;
  private long sequenceShift;
  private long timestampShift;
  private long lastSequence;
  private long lastTimestamp;
  private long lastArrivalMicros;

  /**
   * @param firstSequence of the first packet that will be sent, 0–65,535
   * @param firstTimestamp of the first packet that will be sent
   */
  Continuity(int clockRateHz, int firstSequence, long firstTimestamp) {
    this.clockRateHz = clockRateHz;
    this.lastSequence = firstSequence - 1L;
    this.lastTimestamp = firstTimestamp;
  }

  /** Whether packets pass; otherwise the next one must be {@link #attach}ed. */
  boolean attached() {
    return attached;
  }

  /** The source stops, for this subscriber. */
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
    sequenceShift = lastSequence + 1 - sourceSequence;
    timestampShift = lastTimestamp + step - sourceTimestamp;
    firstSource = sourceSequence;
    attached = true;
  }

  /** Packets from before the start of the source belong to nobody. */
  boolean belongs(long sourceSequence) {
    return sourceSequence >= firstSource;
  }

  long sequence(long sourceSequence) {
    return sourceSequence + sequenceShift;
  }

  long timestamp(long sourceTimestamp) {
    return sourceTimestamp + timestampShift;
  }

  /** A packet went out. */
  void sent(long sequence, long timestamp, long arrivalMicros) {
    if (!sentAny || sequence > lastSequence) {
      lastSequence = sequence;
      lastTimestamp = timestamp;
      lastArrivalMicros = arrivalMicros;
    }
    sentAny = true;
  }

  boolean sentAny() {
    return sentAny;
  }
}
