package io.parley.jobs.media.sound;

/**
 * Adds decoded frames of one track to a mix at their places on the 48 kHz grid. Where the next
 * frame begins a few samples earlier or later than this one ends (clocks drift), the frame is
 * stretched to meet it; real gaps stay gaps, with short fades so that they do not click. What a
 * sample becomes depends on its frame and that frame's neighbours alone, so windows that overlap
 * agree.
 */
final class Placement {
  /** Up to 2 ms between frames is drift; beyond it something is missing. */
  static final int DRIFT_SAMPLES = 96;

  /** 2.5 ms. */
  static final int FADE_SAMPLES = 120;

  private final float[] left;
  private final float[] right;
  private final long firstSample;

  /**
   * @param firstSample place of the mix's first sample
   */
  Placement(float[] left, float[] right, long firstSample) {
    this.left = left;
    this.right = right;
    this.firstSample = firstSample;
  }

  /**
   * Adds one frame.
   *
   * @param stereo left and right by turns
   * @param start its first sample's place
   * @param nextStart where the next frame begins; {@code Long.MAX_VALUE} if there is none
   * @param afterGap whether something is missing before it
   */
  void add(float[] stereo, long start, long nextStart, boolean afterGap) {
    int samples = stereo.length / 2;
    long distance = nextStart == Long.MAX_VALUE ? Long.MAX_VALUE : nextStart - start;
    boolean meets = distance != Long.MAX_VALUE && Math.abs(distance - samples) <= DRIFT_SAMPLES;
    int span = meets ? (int) distance : (int) Math.min(samples, distance);
    boolean stretched = meets && span != samples;
    for (int i = 0; i < span; i++) {
      long to = start + i - firstSample;
      if (to < 0 || to >= left.length) {
        continue;
      }
      float gain = 1;
      if (afterGap && i < FADE_SAMPLES) {
        gain = (i + 0.5f) / FADE_SAMPLES;
      }
      if (!meets && span - i <= FADE_SAMPLES) {
        gain *= (span - i - 0.5f) / FADE_SAMPLES;
      }
      double from = stretched ? (double) i * samples / span : i;
      left[(int) to] += gain * sample(stereo, from, 0);
      right[(int) to] += gain * sample(stereo, from, 1);
    }
  }

  /** Cubic (Catmull-Rom) between the four samples around; the value itself on a whole place. */
  private static float sample(float[] stereo, double place, int channel) {
    int at = (int) place;
    double t = place - at;
    if (t == 0) {
      return stereo[2 * at + channel];
    }
    int last = stereo.length / 2 - 1;
    double a = stereo[2 * Math.max(0, at - 1) + channel];
    double b = stereo[2 * at + channel];
    double c = stereo[2 * Math.min(last, at + 1) + channel];
    double d = stereo[2 * Math.min(last, at + 2) + channel];
    return (float)
        (b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));
  }
}
