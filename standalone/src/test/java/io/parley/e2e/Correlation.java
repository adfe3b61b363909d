package io.parley.e2e;

/** Finds a known sound in another, by normalised cross-correlation. */
final class Correlation {
  /** One sample of every this many is looked at: 8 kHz of 48. */
  private static final int DECIMATION = 6;

  private Correlation() {}

  /**
   * @param lagSamples where in the searched sound the known one begins, 48 kHz
   * @param coefficient 0 unrelated, 1 the same
   */
  record Match(long lagSamples, double coefficient) {
    double lagMillis() {
      return lagSamples / 48.0;
    }
  }

  /**
   * @param known mono, 48 kHz
   * @param searched mono, 48 kHz
   * @param from first sample of {@code searched} to try
   * @param to last one
   */
  static Match find(short[] known, short[] searched, int from, int to) {
    float[] pattern = decimate(known);
    float[] sound = decimate(searched);
    double patternEnergy = energy(pattern, 0, pattern.length);
    Match best = new Match(0, -1);
    int last = Math.min(to / DECIMATION, sound.length - pattern.length);
    for (int lag = Math.max(0, from / DECIMATION); lag <= last; lag++) {
      double sum = 0;
      for (int i = 0; i < pattern.length; i++) {
        sum += pattern[i] * sound[lag + i];
      }
      if (sum > 0 && sum * sum > best.coefficient() * best.coefficient() * patternEnergy) {
        double coefficient =
            sum / Math.sqrt(patternEnergy * energy(sound, lag, pattern.length) + 1);
        if (coefficient > best.coefficient()) {
          best = new Match((long) lag * DECIMATION, coefficient);
        }
      }
    }
    return best;
  }

  private static float[] decimate(short[] samples) {
    float[] out = new float[samples.length / DECIMATION];
    for (int i = 0; i < out.length; i++) {
      int sum = 0;
      for (int j = 0; j < DECIMATION; j++) {
        sum += samples[i * DECIMATION + j];
      }
      out[i] = (float) sum / DECIMATION;
    }
    return out;
  }

  private static double energy(float[] samples, int from, int length) {
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += samples[i] * samples[i];
    }
    return sum;
  }
}
