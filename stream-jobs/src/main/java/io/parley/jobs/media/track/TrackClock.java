package io.parley.jobs.media.track;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Where RTP time, the sender's NTP time and arrival time meet: puts the widened RTP timestamps of
 * one track on the meeting clock.
 *
 * <p>A sender report ties RTP time to the sender's wall clock, which all tracks of a participant
 * share; the least difference between that clock and arrival, over the last minute of reports and
 * packets, ties it to the meeting clock. So tracks of one participant agree to within the jitter of
 * that minimum. Until the first report the least difference between RTP time and arrival stands in.
 *
 * <p>The mapping is a line of slope one that is moved, gently while the error is small and in one
 * step when it is not; loss never moves it. Times are microseconds; one thread.
 */
final class TrackClock {
  /** Reports that count for the offset between the sender's clock and ours. */
  static final long REPORT_WINDOW_MICROS = 60_000_000;

  /** Errors are corrected from here … */
  static final double CORRECT_FROM_MICROS = 5_000;

  /** … down to here. */
  static final double CORRECT_TO_MICROS = 500;

  /** Beyond this an error known by report is corrected at once. */
  static final double STEP_MICROS = 40_000;

  /** Beyond this an error known by arrival only is corrected at once. */
  static final double ARRIVAL_STEP_MICROS = 200_000;

  /** An arrival later than this after capture, all over a hold, means that RTP time stood still. */
  static final double STOPPED_MICROS = 400_000;

  /** How fast the offset may grow: ten times any real clock's drift. */
  private static final double OFFSET_GROWTH_PER_MICRO = 1e-3;

  /** A sender's clock that differs from itself by so much has been set. */
  private static final double SENDER_CLOCK_SET_MICROS = 1_000_000;

  private static final long OFFSET_BUCKET_MICROS = 1_000_000;
  private static final long BUCKET_MICROS = 5_000_000;
  private static final int BUCKETS = 6;

  private final int clockRateHz;
  private final double slew;

  private boolean anchored;
  private long anchorRtp;
  private double anchorMicros;
  private long lastRtp;
  private boolean correcting;

  private boolean reported;
  private long reportRtp;
  private double reportSenderMicros;
  private boolean behindOnce;
  private boolean offsetKnown;
  private double offset;
  private long offsetAt;
  private final Deque<Sample> offsets = new ArrayDeque<>();
  private final Deque<Sample> arrivals = new ArrayDeque<>();

  private record Sample(long at, double value) {}

  /**
   * @param sound slews more gently, by half a percent, since ears hear pitch
   */
  TrackClock(int clockRateHz, boolean sound) {
    this.clockRateHz = clockRateHz;
    this.slew = sound ? 0.005 : 0.02;
  }

  /** Notes when a packet came; sound is captured at least its own length before it can come. */
  void onPacket(long rtp, long arrivalMicros, long lengthMicros) {
    if (reported) {
      double bound = arrivalMicros - lengthMicros - senderMicros(rtp);
      // Much less than any so far means that the report is older than a jump of RTP time.
      if (bound > offset - STEP_MICROS) {
        noteOffset(arrivalMicros, bound);
      }
    }
    double value = arrivalMicros - lengthMicros - span(rtp);
    Sample newest = arrivals.peekLast();
    if (newest != null && arrivalMicros - newest.at() < BUCKET_MICROS) {
      if (value < newest.value()) {
        arrivals.removeLast();
        arrivals.addLast(new Sample(newest.at(), value));
      }
    } else {
      arrivals.addLast(new Sample(arrivalMicros, value));
      if (arrivals.size() > BUCKETS) {
        arrivals.removeFirst();
      }
    }
  }

  /**
   * Notes a sender report.
   *
   * @param senderMicros its NTP time
   */
  void onSenderReport(long rtp, long senderMicros, long arrivalMicros) {
    double value = (double) arrivalMicros - senderMicros;
    double behind = offsetKnown ? value - offset : 0;
    if (behind > SENDER_CLOCK_SET_MICROS && !behindOnce) {
      // Either the report was long on its way, or the clock was set back: the next one will tell.
      behindOnce = true;
      return;
    }
    behindOnce = false;
    if (Math.abs(behind) > SENDER_CLOCK_SET_MICROS) {
      offsets.clear();
      offsetKnown = false;
    }
    reported = true;
    reportRtp = rtp;
    reportSenderMicros = senderMicros;
    boolean first = !offsetKnown;
    noteOffset(arrivalMicros, value);
    if (first && !arrivals.isEmpty()) {
      // A report that was long on its way is no reason to move: packets before it came sooner.
      double bound = least(arrivals) - senderMicros(0);
      if (bound > value - STOPPED_MICROS) {
        noteOffset(arrivalMicros, bound);
      }
    }
  }

  /** The offset is at most what any report or packet says, for none arrives before it is sent. */
  private void noteOffset(long arrivalMicros, double value) {
    Sample newest = offsets.peekLast();
    if (newest != null && arrivalMicros - newest.at() < OFFSET_BUCKET_MICROS) {
      if (value >= newest.value()) {
        return;
      }
      offsets.removeLast();
      offsets.addLast(new Sample(newest.at(), value));
    } else {
      offsets.addLast(new Sample(arrivalMicros, value));
    }
    while (arrivalMicros - offsets.getFirst().at() > REPORT_WINDOW_MICROS) {
      offsets.removeFirst();
    }
    double least = least(offsets);
    if (offsetKnown && least > offset) {
      double growth = (arrivalMicros - offsetAt) * OFFSET_GROWTH_PER_MICRO;
      least = Math.min(least, offset + Math.max(0, growth));
    }
    offset = least;
    offsetAt = Math.max(offsetAt, arrivalMicros);
    offsetKnown = true;
  }

  /** How long after its capture, by the present mapping, something arrives. */
  double delay(long rtp, long arrivalMicros) {
    return anchored ? arrivalMicros - at(rtp) : 0;
  }

  /** RTP time stood still or jumped: forgets what tied it to other clocks, except theirs. */
  void restart() {
    anchored = false;
    reported = false;
    correcting = false;
    arrivals.clear();
  }

  /**
   * Puts a frame on the meeting clock and moves the mapping towards what is known. Frames are asked
   * for in order; an earlier one changes nothing.
   *
   * @return true if the mapping made a step; the time itself is {@link #at}
   */
  boolean moveTo(long rtp) {
    if (!reported && arrivals.isEmpty()) {
      return false;
    }
    double target = target(rtp);
    if (!anchored) {
      anchored = true;
      anchorRtp = rtp;
      anchorMicros = target;
      lastRtp = rtp;
      return false;
    }
    double passed = Math.max(0, span(rtp - lastRtp));
    lastRtp = Math.max(lastRtp, rtp);
    double error = target - at(rtp);
    double size = Math.abs(error);
    if (size > (reported ? STEP_MICROS : ARRIVAL_STEP_MICROS)) {
      anchorMicros += error;
      correcting = false;
      return true;
    }
    correcting = correcting ? size > CORRECT_TO_MICROS : size > CORRECT_FROM_MICROS;
    if (correcting) {
      anchorMicros += Math.signum(error) * Math.min(size, slew * passed);
    }
    return false;
  }

  /** The meeting time of an RTP time by the present mapping. */
  double at(long rtp) {
    return anchorMicros + span(rtp - anchorRtp);
  }

  private double target(long rtp) {
    return reported ? senderMicros(rtp) + offset : span(rtp) + least(arrivals);
  }

  private double senderMicros(long rtp) {
    return reportSenderMicros + span(rtp - reportRtp);
  }

  private double span(long ticks) {
    return ticks * 1e6 / clockRateHz;
  }

  private static double least(Deque<Sample> samples) {
    double least = Double.POSITIVE_INFINITY;
    for (Sample sample : samples) {
      least = Math.min(least, sample.value());
    }
    return least;
  }

  void write(ByteWriter out) {
    out.flag(anchored).i64(anchorRtp).f64(anchorMicros).i64(lastRtp).flag(correcting);
    out.flag(reported).i64(reportRtp).f64(reportSenderMicros);
    out.flag(behindOnce).flag(offsetKnown).f64(offset).i64(offsetAt);
    for (Deque<Sample> samples : List.of(offsets, arrivals)) {
      out.u32(samples.size());
      samples.forEach(sample -> out.i64(sample.at()).f64(sample.value()));
    }
  }

  static TrackClock read(ByteReader in, int clockRateHz, boolean sound) {
    TrackClock clock = new TrackClock(clockRateHz, sound);
    clock.anchored = in.flag();
    clock.anchorRtp = in.i64();
    clock.anchorMicros = in.f64();
    clock.lastRtp = in.i64();
    clock.correcting = in.flag();
    clock.reported = in.flag();
    clock.reportRtp = in.i64();
    clock.reportSenderMicros = in.f64();
    clock.behindOnce = in.flag();
    clock.offsetKnown = in.flag();
    clock.offset = in.f64();
    clock.offsetAt = in.i64();
    for (Deque<Sample> samples : List.of(clock.offsets, clock.arrivals)) {
      for (int left = in.size(); left > 0; left--) {
        samples.addLast(new Sample(in.i64(), in.f64()));
      }
    }
    return clock;
  }
}
