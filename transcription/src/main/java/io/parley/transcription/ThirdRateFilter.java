package io.parley.transcription;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * 48 kHz to 16 kHz: a linear-phase low-pass (Kaiser window, flat within 0.1 dB to 7 kHz, 80 dB down
 * from 8.5 kHz) of which only every third output is computed. The filter's delay is taken out:
 * output {@code m} stands at input {@code 3m}, known as soon as input {@code 3m + HALF} is.
 */
final class ThirdRateFilter {
  static final int FACTOR = 3;

  /** Inputs each side of the centre. */
  static final int HALF = 84;

  private static final double CUTOFF_HZ = 7_750;
  private static final double KAISER_BETA = 7.86;
  private static final float[] TAPS = taps();

  private final short[] history = new short[2 * HALF + 1];
  private int head;
  private int phase;

  /** Accepts one input sample. True if an output is due: read it with {@link #output()}. */
  boolean push(short sample) {
    history[head] = sample;
    head = head + 1 == history.length ? 0 : head + 1;
    phase = phase + 1 == FACTOR ? 0 : phase + 1;
    return phase == 1;
  }

  short output() {
    float sum = 0;
    int at = head;
    for (float tap : TAPS) {
      sum += tap * history[at];
      at = at + 1 == history.length ? 0 : at + 1;
    }
    return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sum)));
  }

  void write(DataOutputStream out) throws IOException {
    Pcm.write(out, history, history.length);
    out.writeShort(head);
    out.writeByte(phase);
  }

  static ThirdRateFilter read(DataInputStream in) throws IOException {
    ThirdRateFilter filter = new ThirdRateFilter();
    Pcm.read(in, filter.history);
    filter.head = in.readUnsignedShort();
    filter.phase = in.readUnsignedByte();
    return filter;
  }

  private static float[] taps() {
    float[] taps = new float[2 * HALF + 1];
    double cutoff = CUTOFF_HZ / OpusToPcm.SAMPLE_RATE;
    double sum = 0;
    for (int i = -HALF; i <= HALF; i++) {
      double sinc = i == 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * i) / (Math.PI * i);
      double edge = (double) i / (HALF + 1);
      double window = bessel(KAISER_BETA * Math.sqrt(1 - edge * edge)) / bessel(KAISER_BETA);
      taps[i + HALF] = (float) (sinc * window);
      sum += sinc * window;
    }
    for (int i = 0; i < taps.length; i++) {
      taps[i] = (float) (taps[i] / sum);
    }
    return taps;
  }

  /** Modified Bessel function of the first kind, order zero. */
  private static double bessel(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; term > 1e-12 * sum; k++) {
      term *= (x / (2 * k)) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }
}
