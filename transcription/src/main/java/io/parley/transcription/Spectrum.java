package io.parley.transcription;

/** Power of the last 32 ms at 16 kHz in seven bands where speech lives. Not thread-safe. */
final class Spectrum {
  static final int BANDS = 7;
  static final int WINDOW = 512;

  /** Band edges in Hz; a speech formant moves through several of them, a hum stays in one. */
  private static final int[] EDGES_HZ = {100, 300, 600, 1_000, 1_700, 2_700, 4_000, 7_000};

  private static final double[] HANN = hann();
  private static final int[] REVERSED = reversed();
  private static final double[] COS = new double[WINDOW / 2];
  private static final double[] SIN = new double[WINDOW / 2];

  static {
    for (int i = 0; i < WINDOW / 2; i++) {
      COS[i] = Math.cos(2 * Math.PI * i / WINDOW);
      SIN[i] = -Math.sin(2 * Math.PI * i / WINDOW);
    }
  }

  private final double[] re = new double[WINDOW];
  private final double[] im = new double[WINDOW];

  /**
   * @param window the last {@link #WINDOW} samples, oldest at {@code from}, wrapping around
   * @param power receives mean-square power a band; 1 is full scale
   */
  void bands(short[] window, int from, double[] power) {
    for (int i = 0; i < WINDOW; i++) {
      re[REVERSED[i]] = window[(from + i) & (WINDOW - 1)] / 32_768.0 * HANN[i];
      im[i] = 0;
    }
    transform();
    for (int b = 0; b < BANDS; b++) {
      int first = EDGES_HZ[b] * WINDOW / Recogniser.SAMPLE_RATE;
      int end = EDGES_HZ[b + 1] * WINDOW / Recogniser.SAMPLE_RATE;
      double sum = 0;
      for (int k = first; k < end; k++) {
        sum += re[k] * re[k] + im[k] * im[k];
      }
      // 2 for the negative frequencies, 3/8 is the Hann window's own power.
      power[b] = 2 * sum / (0.375 * WINDOW * WINDOW);
    }
  }

  private void transform() {
    for (int size = 2; size <= WINDOW; size *= 2) {
      int half = size / 2;
      int step = WINDOW / size;
      for (int start = 0; start < WINDOW; start += size) {
        for (int k = 0; k < half; k++) {
          int a = start + k;
          int b = a + half;
          double c = COS[k * step];
          double s = SIN[k * step];
          double x = re[b] * c - im[b] * s;
          double y = re[b] * s + im[b] * c;
          re[b] = re[a] - x;
          im[b] = im[a] - y;
          re[a] += x;
          im[a] += y;
        }
      }
    }
  }

  private static double[] hann() {
    double[] window = new double[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / WINDOW);
    }
    return window;
  }

  private static int[] reversed() {
    int[] order = new int[WINDOW];
    int bits = Integer.numberOfTrailingZeros(WINDOW);
    for (int i = 0; i < WINDOW; i++) {
      order[i] = Integer.reverse(i) >>> (32 - bits);
    }
    return order;
  }
}
