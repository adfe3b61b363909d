package io.parley.sfu.speaker;

/**
 * How likely one participant speaks, over three spans of time, after I. Volfin and I. Cohen,
 * "Dominant speaker identification for multipoint videoconferencing" (2012), §3: levels of 20 ms
 * are compared with the participant's own noise; the number of active steps is scored on a short
 * and a medium span. Of the long span, unlike there, what was said last counts most: who stopped
 * speaking does not hold the floor by what was said a second ago.
 */
final class SpeakerActivity {
  static final long SLOT_MICROS = 20_000;
  static final int SLOTS = 50;
  static final int BLOCK = 5;

  /** Steps of loudness above the noise. */
  private static final int STEPS = 13;

  private static final int STEP_DECIBELS = 4;
  private static final int ACTIVE_STEPS = 4;
  private static final double SHORT_RATE = 0.78;
  private static final double MEDIUM_RATE = 24;
  private static final double NOISE_RISE = 0.02;
  private static final double MAX_NOISE = 70;

  /** Less than this is a click: 60 ms. */
  private static final int LEAST_SLOTS = 3;

  /** After so much time activity counts for 1/e of what it counted at first. */
  private static final double LONG_MICROS = 400_000;

  /** Of each slot back from now. */
  private static final double[] WEIGHTS = weights();

  /** Packets come unevenly: so many empty slots between two are filled with the later one. */
  private static final int FILL = 3;

  private final byte[] steps = new byte[SLOTS];
  private double noise = MAX_NOISE;
  private long slot = Long.MIN_VALUE;
  private double shortScore;
  private double mediumScore;
  private double longScore;
  private int activeSlots;

  private static double[] weights() {
    double[] weights = new double[SLOTS];
    for (int back = 0; back < SLOTS; back++) {
      weights[back] = Math.exp(-back * SLOT_MICROS / LONG_MICROS);
    }
    return weights;
  }

  /**
   * @param loudness 0 (silence) to 127 (loudest)
   */
  void level(int loudness, long nowMicros) {
    noise = loudness < noise ? loudness : Math.min(MAX_NOISE, noise + NOISE_RISE);
    double above = loudness - Math.max(noise, 20);
    byte active = (byte) Math.max(0, Math.min(STEPS, Math.round(above / STEP_DECIBELS)));
    long now = nowMicros / SLOT_MICROS;
    long before = slot;
    advance(now);
    if (before != Long.MIN_VALUE && now - before <= FILL) {
      for (long between = before + 1; between < now; between++) {
        put(between, active);
      }
    }
    put(now, (byte) Math.max(active, steps[index(now)]));
  }

  /** Scores everything up to now; slots without a packet count as silence. */
  void evaluate(long nowMicros) {
    advance(nowMicros / SLOT_MICROS);
    int loudest = 0;
    for (int back = 0; back < FILL; back++) {
      loudest = Math.max(loudest, steps[index(slot - back)]);
    }
    int newest = 0;
    activeSlots = 0;
    longScore = 0;
    for (int back = 0; back < SLOTS; back++) {
      if (steps[index(slot - back)] >= ACTIVE_STEPS) {
        activeSlots++;
        newest += back < BLOCK ? 1 : 0;
        longScore += WEIGHTS[back];
      }
    }
    shortScore = score(loudest, STEPS, SHORT_RATE);
    mediumScore = score(newest, BLOCK, MEDIUM_RATE);
  }

  double shortScore() {
    return shortScore;
  }

  double mediumScore() {
    return mediumScore;
  }

  /** How much was said lately: 0 for nothing. */
  double longScore() {
    return longScore;
  }

  /** Whether there was anything to hear within the last second. */
  boolean audible() {
    return activeSlots >= LEAST_SLOTS;
  }

  /** Log-likelihood of speech (binomial) against silence (exponential), §3.2 of the paper. */
  private static double score(int active, int of, double rate) {
    double speech = logBinomial(of, active) + of * Math.log(0.5);
    double silence = Math.log(rate) - rate * active;
    return Math.max(1e-10, speech - silence);
  }

  private static double logBinomial(int n, int k) {
    double sum = 0;
    for (int i = 1; i <= k; i++) {
      sum += Math.log(n - k + i) - Math.log(i);
    }
    return sum;
  }

  private void advance(long to) {
    if (slot == Long.MIN_VALUE || to - slot >= SLOTS) {
      java.util.Arrays.fill(steps, (byte) 0);
      slot = to;
      return;
    }
    while (slot < to) {
      slot++;
      put(slot, (byte) 0);
    }
  }

  private void put(long at, byte value) {
    steps[index(at)] = value;
  }

  private static int index(long slot) {
    return (int) Math.floorMod(slot, (long) SLOTS);
  }
}
