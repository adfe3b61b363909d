package io.parley.sfu.congestion;

/**
 * Whether packets take longer and longer: a queue grows somewhere. Packets that left within {@link
 * #BURST_MICROS} are one group; how much later a group came after the one before it than it left,
 * is summed up and smoothed; the slope of a line through the last {@link #WINDOW} sums tells the
 * trend. It is compared with a threshold that follows it slowly, so that streams of others, which
 * fill queues by losing packets, don't push this one aside (draft-ietf-rmcat-gcc-02 §5.2–5.5, with
 * a regression line in place of the Kalman filter).
 */
final class DelayTrend {
  static final long BURST_MICROS = 5_000;
  static final int WINDOW = 20;

  private static final double SMOOTHING = 0.9;
  private static final double GAIN = 4;
  private static final int MAX_DELTAS = 60;
  private static final double START_THRESHOLD = 12.5;
  private static final double THRESHOLD_UP = 0.0087;
  private static final double THRESHOLD_DOWN = 0.039;
  private static final double MIN_THRESHOLD = 6;
  private static final double MAX_THRESHOLD = 600;
  private static final double OUTLIER = 15;
  private static final double OVERUSE_MILLIS = 10;
  private static final long PAUSE_MICROS = 3_000_000;

  /** What the queue does. */
  enum Usage {
    /** It shrinks. */
    UNDER,
    NORMAL,
    /** It grows. */
    OVER
  }

  private final double[] times = new double[WINDOW];
  private final double[] sums = new double[WINDOW];
  private int count;
  private int deltas;
  private double sum;
  private double smoothed;
  private double firstArrivalMillis;
  private double threshold = START_THRESHOLD;
  private double overMillis;
  private int overTimes;
  private double trendBefore;
  private Usage usage = Usage.NORMAL;
  private boolean started;
  private long groupSent;
  private long groupLastSent;
  private long groupArrival;
  private boolean hasBefore;
  private long beforeSent;
  private long beforeArrival;
  private long updatedMicros;

  Usage usage() {
    return usage;
  }

  /** A packet came; in the order of sending. */
  void packet(long sentMicros, long arrivalMicros) {
    if (!started || Math.abs(arrivalMicros - groupArrival) > PAUSE_MICROS) {
      restart(sentMicros, arrivalMicros);
      return;
    }
    if (sentMicros < groupSent) {
      return;
    }
    boolean sameGroup =
        sentMicros - groupSent <= BURST_MICROS || isBurst(sentMicros, arrivalMicros);
    if (!sameGroup) {
      if (hasBefore) {
        delta(groupLastSent - beforeSent, groupArrival - beforeArrival);
      }
      hasBefore = true;
      beforeSent = groupLastSent;
      beforeArrival = groupArrival;
      groupSent = sentMicros;
    }
    groupLastSent = sentMicros;
    groupArrival = sameGroup ? Math.max(groupArrival, arrivalMicros) : arrivalMicros;
  }

  /** What was held up together and let go together tells nothing about the way (§5.2). */
  private boolean isBurst(long sentMicros, long arrivalMicros) {
    long apart = arrivalMicros - groupArrival;
    return apart <= BURST_MICROS && apart - (sentMicros - groupLastSent) < 0 && apart >= 0;
  }

  private void restart(long sentMicros, long arrivalMicros) {
    started = true;
    hasBefore = false;
    groupSent = sentMicros;
    groupLastSent = sentMicros;
    groupArrival = arrivalMicros;
    count = 0;
    deltas = 0;
    sum = 0;
    smoothed = 0;
    usage = Usage.NORMAL;
    updatedMicros = arrivalMicros;
    firstArrivalMillis = arrivalMicros / 1e3;
  }

  private void delta(long sentDelta, long arrivalDelta) {
    deltas = Math.min(MAX_DELTAS, deltas + 1);
    sum += (arrivalDelta - sentDelta) / 1e3;
    smoothed = SMOOTHING * smoothed + (1 - SMOOTHING) * sum;
    if (count == WINDOW) {
      System.arraycopy(times, 1, times, 0, WINDOW - 1);
      System.arraycopy(sums, 1, sums, 0, WINDOW - 1);
      count--;
    }
    times[count] = groupArrival / 1e3 - firstArrivalMillis;
    sums[count++] = smoothed;
    double slope = count == WINDOW ? slope() : 0;
    judge(deltas * slope * GAIN, sentDelta / 1e3, slope);
  }

  private double slope() {
    double meanTime = 0;
    double meanSum = 0;
    for (int i = 0; i < count; i++) {
      meanTime += times[i] / count;
      meanSum += sums[i] / count;
    }
    double both = 0;
    double square = 0;
    for (int i = 0; i < count; i++) {
      both += (times[i] - meanTime) * (sums[i] - meanSum);
      square += (times[i] - meanTime) * (times[i] - meanTime);
    }
    return square == 0 ? 0 : both / square;
  }

  private void judge(double trend, double sentMillis, double slope) {
    if (trend > threshold) {
      overMillis += overTimes == 0 ? sentMillis / 2 : sentMillis;
      overTimes++;
      if (overMillis > OVERUSE_MILLIS && overTimes > 1 && slope >= trendBefore) {
        overMillis = 0;
        overTimes = 0;
        usage = Usage.OVER;
      }
    } else {
      overMillis = 0;
      overTimes = 0;
      usage = trend < -threshold ? Usage.UNDER : Usage.NORMAL;
    }
    trendBefore = slope;
    adapt(Math.abs(trend));
  }

  private void adapt(double magnitude) {
    long elapsed = Math.min(100, (groupArrival - updatedMicros) / 1_000);
    updatedMicros = groupArrival;
    if (magnitude > threshold + OUTLIER) {
      return;
    }
    double speed = magnitude < threshold ? THRESHOLD_DOWN : THRESHOLD_UP;
    threshold += speed * (magnitude - threshold) * Math.max(0, elapsed);
    threshold = Math.max(MIN_THRESHOLD, Math.min(MAX_THRESHOLD, threshold));
  }
}
