package io.parley.sfu.congestion;

/**
 * Bursts above the estimate, to find out whether more goes through than is used. One at a time;
 * after one that found nothing the next waits longer. Where a queue was met before they last
 * longer: a link that lets a little through at once shows its rate only after that, and what comes
 * slowly holds nobody up.
 */
final class Probes {
  static final long DURATION_MICROS = 30_000;

  /** Where a queue was met before. */
  static final long CAREFUL_MICROS = 300_000;

  static final int MIN_PACKETS = 8;

  /** Fewer tell nothing about the second half of a probe. */
  private static final int ENOUGH_LATE = 5;

  private static final long FIRST_WAIT_MICROS = 200_000;
  private static final long MIN_WAIT_MICROS = 1_000_000;
  private static final long MAX_WAIT_MICROS = 4_000_000;
  private static final long REPORT_MICROS = 1_000_000;
  private static final double ENOUGH_CAME = 0.8;
  private static final double FULL_SPEED = 0.9;

  private int number;
  private boolean running;
  private long startedMicros;
  private long endedMicros = Long.MIN_VALUE;
  private long waitMicros = FIRST_WAIT_MICROS;
  private long durationMicros = DURATION_MICROS;
  private long rate;
  private int sent;
  private int came;
  private long cameBytes;
  private long firstBytes;
  private long lastBytes;
  private long firstSent;
  private long lastSent;
  private long firstArrival;
  private long lastArrival;
  private int late;
  private long lateBytes;
  private long lateSince;

  /** Number of the probe that is being sent; 0 for none. */
  int current() {
    return running ? number : 0;
  }

  /** At which it is to be sent, bits a second. */
  long rate() {
    return rate;
  }

  /** Whether one may begin. */
  boolean isDue(long nowMicros) {
    if (running) {
      return false;
    }
    return endedMicros == Long.MIN_VALUE || nowMicros - endedMicros >= waitMicros;
  }

  void begin(long bitsPerSecond, boolean careful, long nowMicros) {
    durationMicros = careful ? CAREFUL_MICROS : DURATION_MICROS;
    number++;
    running = true;
    startedMicros = nowMicros;
    rate = bitsPerSecond;
    sent = 0;
    came = 0;
    cameBytes = 0;
    late = 0;
    lateBytes = 0;
  }

  /** A packet of the current probe left. */
  void sent(long nowMicros) {
    sent++;
    if (nowMicros - startedMicros >= durationMicros && sent >= MIN_PACKETS) {
      end(nowMicros);
    }
  }

  /** A queue grows: the current one, if there is one, has found out that no more goes through. */
  void abort(long nowMicros) {
    if (running) {
      end(nowMicros);
      came = 0;
    }
  }

  /** Whether a queue that is seen now may be a probe's own. */
  boolean explainQueue(long roundTripMicros, long nowMicros) {
    return running
        || (endedMicros != Long.MIN_VALUE
            && nowMicros - endedMicros < durationMicros + roundTripMicros);
  }

  /** Ends one that cannot be sent, for want of packets. */
  void giveUp(long nowMicros) {
    if (running && nowMicros - startedMicros > durationMicros + 3 * DURATION_MICROS) {
      end(nowMicros);
    }
  }

  private void end(long nowMicros) {
    running = false;
    endedMicros = nowMicros;
    waitMicros = Math.min(MAX_WAIT_MICROS, Math.max(MIN_WAIT_MICROS, 2 * waitMicros));
  }

  /** A packet of a probe came. */
  void arrived(int probe, long sentMicros, long arrivalMicros, int bytes) {
    if (probe != number) {
      return;
    }
    if (came == 0) {
      firstSent = sentMicros;
      firstArrival = arrivalMicros;
      firstBytes = bytes;
    }
    came++;
    cameBytes += bytes;
    lastSent = sentMicros;
    lastArrival = Math.max(firstArrival, arrivalMicros);
    lastBytes = bytes;
    if (sentMicros - startedMicros >= durationMicros / 2) {
      // Of the first of them only when it came counts: its bytes came before.
      lateSince = late == 0 ? lastArrival : lateSince;
      lateBytes += late == 0 ? 0 : bytes;
      late++;
    }
  }

  /**
   * What the last probe showed, once.
   *
   * @return bits a second that go through at least; 0 if it showed nothing (yet)
   */
  long result(long nowMicros) {
    if (running || came == 0 || came < ENOUGH_CAME * sent) {
      if (!running && nowMicros - endedMicros > REPORT_MICROS) {
        came = 0;
      }
      return 0;
    }
    came = 0;
    long sendSpan = lastSent - firstSent;
    long arrivalSpan = lastArrival - firstArrival;
    if (sendSpan <= 0 || arrivalSpan <= 0) {
      return 0;
    }
    long sendRate = (cameBytes - lastBytes) * 8_000_000L / sendSpan;
    long arrivalRate = (cameBytes - firstBytes) * 8_000_000L / arrivalSpan;
    if (late >= ENOUGH_LATE && lastArrival > lateSince) {
      arrivalRate = Math.min(arrivalRate, lateBytes * 8_000_000L / (lastArrival - lateSince));
    }
    long measured = Math.min(rate, Math.min(sendRate, arrivalRate));
    return arrivalRate < FULL_SPEED * sendRate ? measured * 95 / 100 : measured;
  }

  /** The last one found more: the next may come soon. */
  void succeeded() {
    waitMicros = FIRST_WAIT_MICROS;
  }
}
