package io.parley.sfu.congestion;

import io.parley.storage.codec.rtp.TransportFeedback;

/**
 * How much may be sent to one subscriber, after Google Congestion Control
 * (draft-ietf-rmcat-gcc-02): what leaves is numbered, the subscriber reports what came and when
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01), and the smaller of what delay and what loss
 * allow holds. Probes tell whether more goes through than is used. On the meeting's loop.
 */
public final class BandwidthEstimator {
  /** Of a packet on the wire, beside RTP: IPv4, UDP and the SRTP tag. */
  public static final int OVERHEAD_BYTES = 20 + 8 + 16;

  public static final long START_BPS = 1_000_000;
  public static final long MIN_BPS = 50_000;
  public static final long MAX_BPS = 50_000_000;

  /** May be sent as long as nothing was ever in the way. */
  private static final long OPTIMISTIC_BPS = 3_000_000;

  private static final long REFERENCE_WRAP = 1L << 24;
  private static final long CALM_MICROS = 1_000_000;

  /** After so long without a report nothing is known of queues any more. */
  private static final long SILENCE_MICROS = 1_000_000;

  /** A queue that a probe makes is not to hold up sound. */
  private static final long PROBE_QUEUE_MICROS = 40_000;

  /** Probes ask for so many times the estimate; for less where a queue was met before. */
  private static final double CAREFUL = 1.5;

  private static final double BOLD = 2;

  /** Slower ones have too few packets to tell anything, and find room for no picture. */
  private static final long LEAST_PROBE_BPS = 150_000;

  /** So much more than before is worth another probe soon. */
  private static final double MUCH_MORE = 1.25;

  /** A queue too short to tell whether it grows. */
  private static final long NO_QUEUE_MICROS = 10_000;

  /** A queue of so much is no longer watched for its trend. */
  private static final long FLOOD_MICROS = 120_000;

  /** More than the way itself may vary by from packet to packet. */
  private static final long SEEN_MICROS = 30_000;

  /** Within which a queue that was made is to be gone, and what is left meanwhile at least. */
  private static final double DRAIN_MICROS = 1_000_000;

  private static final double LEAST_WHILE_DRAINING = 0.4;

  private final SentPackets packets = new SentPackets();
  private final DelayTrend trend = new DelayTrend();
  private final AckedRate acked = new AckedRate();
  private final QueueDelay queue = new QueueDelay();
  private final Backlog backlog = new Backlog(packets);
  private final DelayBasedRate delay;
  private final LossBasedRate loss = new LossBasedRate();
  private final Probes probes = new Probes();
  private long min = MIN_BPS;
  private long max = MAX_BPS;
  private boolean reported;
  private boolean flooded;
  private boolean answered;
  private long reference;
  private long next;
  private long reportedMicros;
  private long roundTripMicros = 100_000;
  private long wanted;

  public BandwidthEstimator() {
    this(START_BPS);
  }

  /**
   * @param startBitsPerSecond believed until the subscriber reports
   */
  public BandwidthEstimator(long startBitsPerSecond) {
    delay = new DelayBasedRate(startBitsPerSecond);
  }

  /** The estimate stays between these, bits a second. */
  public void limit(long minBitsPerSecond, long maxBitsPerSecond) {
    if (minBitsPerSecond < 1 || maxBitsPerSecond < minBitsPerSecond) {
      throw new IllegalArgumentException("not a range of bit rates");
    }
    min = minBitsPerSecond;
    max = maxBitsPerSecond;
    delay.clamp(min, max);
  }

  /**
   * What could be used if it went through: above the estimate it is probed for.
   *
   * @param bitsPerSecond of everything the subscriber has use for
   */
  public void want(long bitsPerSecond) {
    wanted = bitsPerSecond;
  }

  /**
   * A packet leaves now.
   *
   * @param rtpBytes header and payload
   * @return its transport-wide number; the low 16 bits go on the wire
   */
  public long sending(int rtpBytes, long nowMicros) {
    int probe = probes.current();
    long number = packets.add(nowMicros, rtpBytes + OVERHEAD_BYTES, probe);
    if (probe != 0) {
      probes.sent(nowMicros);
    }
    return number;
  }

  /** The subscriber reports. */
  public void feedback(TransportFeedback feedback, long nowMicros) {
    unwrapReference(feedback.referenceTime());
    int lost = 0;
    int known = 0;
    for (int i = 0; i < feedback.packetCount(); i++) {
      long number = packets.widen(feedback.sequence(i));
      if (!packets.has(number)) {
        continue;
      }
      if (!feedback.received(i)) {
        // Another report may yet tell that it came late; that it counts as lost is on the safe
        // side.
        lost += number >= next ? 1 : 0;
        known += number >= next ? 1 : 0;
        continue;
      }
      known++;
      received(number, arrivalMicros(feedback, i), nowMicros);
    }
    next = Math.max(next, packets.widen(feedback.sequence(feedback.packetCount() - 1)) + 1);
    if (known == 0) {
      return;
    }
    reported = true;
    reportedMicros = nowMicros;
    loss.packets(known, lost);
    flooded = isLong(queue.micros()) || piles(nowMicros);
    boolean surge = flooded && !answered;
    answered = flooded;
    if (surge) {
      // The trend would tell, but later: all that comes until then waits behind the rest.
      long recent = acked.bitsPerSecond(FLOOD_MICROS);
      delay.update(DelayTrend.Usage.OVER, recent, roundTripMicros, nowMicros);
    } else {
      delay.update(usage(nowMicros), throughput(), roundTripMicros, nowMicros);
    }
    if (isHindered() && queue.micros() > PROBE_QUEUE_MICROS) {
      probes.abort(nowMicros);
    }
    long measured = probes.result(nowMicros);
    if (measured > bitsPerSecond()) {
      if (measured > MUCH_MORE * bitsPerSecond()) {
        probes.succeeded();
      }
      delay.raiseTo(measured);
      loss.raiseTo(measured);
    }
    delay.clamp(min, max);
    loss.update(bitsPerSecond(), nowMicros);
  }

  /** A flood is over when little is left of it. */
  private boolean isLong(long queueMicros) {
    return queueMicros > (flooded ? FLOOD_MICROS / 2 : FLOOD_MICROS);
  }

  /**
   * Whether a queue that has just been met has become a flood meanwhile: to wait until its packets
   * come would double it. What a probe sends is no flood.
   */
  private boolean piles(long nowMicros) {
    long waits = backlog.reported(acked.bitsPerSecond(FLOOD_MICROS), nowMicros);
    return queue.lastMicros() > SEEN_MICROS
        && waits > FLOOD_MICROS
        && !probes.explainQueue(roundTripMicros, nowMicros);
  }

  /**
   * What the queue does. That one grows where there is none is a mistake, or long past; one that a
   * probe made goes by itself, and says nothing against what is sent without it.
   */
  private DelayTrend.Usage usage(long nowMicros) {
    boolean harmless =
        queue.micros() < NO_QUEUE_MICROS
            || (!flooded && probes.explainQueue(roundTripMicros, nowMicros));
    return harmless && trend.usage() == DelayTrend.Usage.OVER
        ? DelayTrend.Usage.UNDER
        : trend.usage();
  }

  /**
   * What goes through, bits a second. Behind a long queue the last that came tells, too: before
   * that there may have been nothing to send, which is not the way's fault.
   */
  private long throughput() {
    long all = acked.bitsPerSecond();
    return queue.micros() > FLOOD_MICROS / 2
        ? Math.max(all, acked.bitsPerSecond(FLOOD_MICROS))
        : all;
  }

  private void received(long number, long arrivalMicros, long nowMicros) {
    long sent = packets.sentMicros(number);
    int bytes = packets.bytes(number);
    int probe = packets.probe(number);
    packets.forget(number);
    trend.packet(sent, arrivalMicros);
    queue.packet(sent, arrivalMicros);
    backlog.came(number);
    acked.packet(arrivalMicros, bytes);
    if (probe != 0) {
      probes.arrived(probe, sent, arrivalMicros, bytes);
    }
    roundTripMicros += (nowMicros - sent - roundTripMicros) / 16;
  }

  private void unwrapReference(int wire) {
    if (!reported) {
      reference = wire;
      return;
    }
    long low = Math.floorMod(reference, REFERENCE_WRAP);
    long step = wire - low;
    if (step < -REFERENCE_WRAP / 2) {
      step += REFERENCE_WRAP;
    } else if (step > REFERENCE_WRAP / 2) {
      step -= REFERENCE_WRAP;
    }
    reference += step;
  }

  private long arrivalMicros(TransportFeedback feedback, int index) {
    long sinceReference =
        feedback.arrivalMicros(index)
            - feedback.referenceTime() * TransportFeedback.REFERENCE_MICROS;
    return reference * TransportFeedback.REFERENCE_MICROS + sinceReference;
  }

  /** The estimate, bits a second on the wire. */
  public long bitsPerSecond() {
    return Math.max(min, Math.min(delay.bitsPerSecond(), loss.bitsPerSecond()));
  }

  /**
   * What may be sent: the estimate, or a usual rate as long as no queue and no loss ever spoke
   * against it, so that a picture that cannot be made smaller is seen at once.
   */
  public long usableBitsPerSecond() {
    long estimate = bitsPerSecond();
    if (!isHindered()) {
      return Math.min(max, Math.max(OPTIMISTIC_BPS, estimate));
    }
    double part = Math.max(LEAST_WHILE_DRAINING, 1 - queue.micros() / DRAIN_MICROS);
    return Math.max(min, (long) (estimate * Math.min(1, part)));
  }

  private boolean isHindered() {
    return delay.decreasedMicros() != Long.MIN_VALUE
        || loss.bitsPerSecond() != LossBasedRate.UNLIMITED;
  }

  /** Whether so much waits on the way that whatever is sent now comes late. */
  public boolean isFlooded() {
    return flooded;
  }

  /** Whether a queue is there that nothing should be added to. */
  public boolean isQueued() {
    return flooded || queue.micros() > FLOOD_MICROS / 2;
  }

  /** Whether the subscriber has reported anything. */
  public boolean isReported() {
    return reported;
  }

  /** Of the last reports, 0–1. */
  public double fractionLost() {
    return loss.fractionLost();
  }

  /** Sending, queues, and the wait for the report, smoothed. */
  public long roundTripMicros() {
    return roundTripMicros;
  }

  /** How many bits a second came lately; -1 if unknown. */
  public long ackedBitsPerSecond() {
    return acked.bitsPerSecond();
  }

  /** Begins a probe if one is due and worth it; ends one for which there are no packets. */
  public void considerProbe(long nowMicros) {
    probes.giveUp(nowMicros);
    if (probes.current() == 0 && reported && isWorthwhile(nowMicros) && probes.isDue(nowMicros)) {
      double factor = isHindered() ? CAREFUL : BOLD;
      long more = Math.max(LEAST_PROBE_BPS, (long) (factor * bitsPerSecond()));
      long rate = Math.min(Math.min(max, more), wanted * 5 / 4);
      probes.begin(rate, isHindered(), nowMicros);
    }
  }

  /** Bits a second to send for the probe that runs, media included; 0 when none does. */
  public long probeRate() {
    return probes.current() == 0 ? 0 : probes.rate();
  }

  private boolean isWorthwhile(long nowMicros) {
    long estimate = bitsPerSecond();
    // When nothing is sent that is reported on, nothing would ever say that the queue is gone.
    boolean silent = nowMicros - reportedMicros > SILENCE_MICROS;
    boolean drained =
        usage(nowMicros) != DelayTrend.Usage.OVER && queue.micros() < 2 * NO_QUEUE_MICROS;
    boolean calm =
        (silent || drained)
            && (delay.decreasedMicros() == Long.MIN_VALUE
                || nowMicros - delay.decreasedMicros() > CALM_MICROS);
    return calm
        && wanted * 5 / 4 > estimate
        && estimate < max
        && (silent || loss.fractionLost() < 0.1);
  }
}
