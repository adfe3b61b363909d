package io.parley.sfu.forward;

import io.parley.storage.codec.rtp.NtpTime;

/**
 * The RTP time that sender reports of one stream with redundancy mean (RFC 2198, RFC 3550 §6.4.1).
 *
 * <p>libwebrtc reports the time of the last frame and, in whole milliseconds, how long ago that was
 * captured. It looks up the clock rate by payload type; redundancy has one of its own that is not
 * in its table, and then it counts those milliseconds at 8 kHz. Reports are behind by five sixths
 * of a delay that differs from one to the next, which would bend the pitch of recordings and part
 * lips from voices. Such a sender is known by the remainder: after a frame it counts in steps of 8,
 * one with the right rate in steps of 48, and one that is more exact in any.
 *
 * <p>Which frame was the last is known but for a few, since a report may overtake packets, and come
 * long after them from a machine that is busy. A wrong one would put the report off by 100 ms or
 * more; the right one is the first by which no packet came before it was captured.
 */
final class ReportedTime {
  /** Of the assumed 8 kHz. */
  private static final int ASSUMED_PER_MILLI = 8;

  /** Longer than this few frames take from capture to the report, where the rate is wrong. */
  private static final int LONGEST_MILLIS = 45;

  /** Reports that a wrong rate is presumed for while none has told. */
  private static final int PRESUMED = 3;

  /** A report may be late, and capture may have stumbled since the packet that came soonest. */
  private static final long UNSURE_MICROS = 20_000;

  /** Packets of this long, or twice as long, tell how soon one can come. */
  private static final long RECENT_MICROS = 1_000_000;

  /** Frames that a report may come after its own. */
  private static final int MAX_FRAMES = 6;

  private static final int OFFSETS = 4;

  private final int perMilli;
  private final int frame;
  private boolean wrong;
  private boolean exact;
  private int untold;
  private long recentMicros;
  private long soonest = Long.MAX_VALUE;
  private long soonestBefore = Long.MAX_VALUE;
  private final long[] offsets = new long[OFFSETS];
  private int reports;

  /**
   * @param clockRateHz a multiple of 8 kHz
   * @param frame what all timestamps of packets differ by a multiple of
   */
  ReportedTime(int clockRateHz, int frame) {
    this.perMilli = clockRateHz / 1_000;
    this.frame = frame;
  }

  /** A packet came, with its widened timestamp. */
  void packet(long timestamp, long arrivalMicros) {
    if (arrivalMicros - recentMicros > RECENT_MICROS) {
      boolean next = arrivalMicros - recentMicros < 2 * RECENT_MICROS;
      soonestBefore = next ? soonest : Long.MAX_VALUE;
      soonest = Long.MAX_VALUE;
      recentMicros = arrivalMicros;
    }
    soonest = Math.min(soonest, arrivalMicros - micros(timestamp));
  }

  /**
   * The RTP time of the moment that a report names.
   *
   * @param reported widened
   * @param latest widened, of any packet near the report
   * @param ntp of the report
   * @param arrivalMicros of the report, by the clock of {@link #packet}
   */
  long of(long reported, long latest, long ntp, long arrivalMicros) {
    long since = Math.floorMod(reported - latest, (long) frame);
    if (since % ASSUMED_PER_MILLI != 0) {
      exact = true;
    } else if (since % perMilli != 0) {
      wrong = true;
    } else {
      untold++;
    }
    long heard = heard(NtpTime.toEpochMicros(ntp), arrivalMicros);
    long millis = since / ASSUMED_PER_MILLI;
    boolean presumed = untold <= PRESUMED && millis <= LONGEST_MILLIS;
    if (exact || !(wrong || presumed)) {
      return reported;
    }
    long meant = reported - since + millis * perMilli;
    long step = (long) frame / ASSUMED_PER_MILLI * perMilli - frame;
    for (int frames = 0; frames <= MAX_FRAMES; frames++) {
      long candidate = meant + frames * step;
      if (micros(candidate) >= heard - UNSURE_MICROS) {
        return candidate;
      }
    }
    return meant;
  }

  /** What has come at the moment of a report, in RTP time, if nothing was ever on its way. */
  private long heard(long ntpMicros, long arrivalMicros) {
    offsets[reports++ % OFFSETS] = arrivalMicros - ntpMicros;
    long offset = Long.MAX_VALUE;
    for (int i = 0; i < Math.min(reports, OFFSETS); i++) {
      offset = Math.min(offset, offsets[i]);
    }
    long least = Math.min(soonest, soonestBefore);
    return least == Long.MAX_VALUE ? Long.MIN_VALUE / 2 : ntpMicros + offset - least;
  }

  private long micros(long timestamp) {
    return timestamp * 1_000 / perMilli;
  }
}
