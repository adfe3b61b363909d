package io.parley.sfu.room;

/**
 * The loss model of a stream, {@code L = L_delay + L_quality}, over the last {@link #SAMPLES}
 * samples:
 *
 * <ul>
 *   <li>{@code L_delay}, the mean of {@code δt·(t − t_target)²}. {@code t} is the estimated one-way
 *       delay in units of {@link #TARGET_MILLIS}, so that the target is 1; {@code δt} is 1 where
 *       the delay exceeds its target and 0 where it does not: being early costs nothing.
 *   <li>{@code L_quality}, the sum of {@code log(quality_t) − log(threshold_t)}. As a loss must
 *       grow when things get worse, {@code quality_t} is the impairment of the period: the share of
 *       packets missing after repair plus the share of time frozen, at least {@link #BEST}; {@code
 *       threshold_t} is {@link #TOLERATED}. A sample as bad as that adds nothing, a better one
 *       takes away, one ten times worse adds 2.3.
 * </ul>
 *
 * <p>Bounded; on the meeting's loop.
 */
final class QualityLoss {
  static final int SAMPLES = 30;

  /** One way; more is noticed in conversation (ITU-T G.114). */
  static final double TARGET_MILLIS = 150;

  static final double TOLERATED = 0.01;
  static final double BEST = 0.001;

  private final double[] delays = new double[SAMPLES];
  private final double[] qualities = new double[SAMPLES];
  private int taken;

  /**
   * Adds a period.
   *
   * @param delayMillis one way, estimated; below 0 if unknown, which counts as on target
   * @param impairment 0 (perfect) to 1 (nothing arrives)
   */
  void sample(double delayMillis, double impairment) {
    int slot = taken++ % SAMPLES;
    double excess = Math.max(0, delayMillis / TARGET_MILLIS - 1);
    delays[slot] = excess * excess;
    qualities[slot] = Math.log(Math.max(BEST, Math.min(1, impairment))) - Math.log(TOLERATED);
  }

  /** 0 or more. */
  double delayLoss() {
    int count = Math.min(SAMPLES, taken);
    return count == 0 ? 0 : sum(delays, count) / count;
  }

  /** Below 0 if the stream was better than tolerated. */
  double qualityLoss() {
    return sum(qualities, Math.min(SAMPLES, taken));
  }

  private static double sum(double[] values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i];
    }
    return sum;
  }
}
