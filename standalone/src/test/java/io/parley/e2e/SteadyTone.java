package io.parley.e2e;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A sinusoid that does not change, and how far what became of it strays from one. */
final class SteadyTone {
  private static final int SAMPLE_RATE = 48_000;
  private static final double HZ = 440;
  private static final double AMPLITUDE = 0.4;

  /** Of the composed recording: 192 AAC frames. */
  private static final int WINDOW = 192 * 1_024;

  /** Looked at on each side of a place, 43 ms: two AAC frames, which overlap by one. */
  private static final int HALF = 2_048;

  /**
   * When a publisher's first report tells better than arrivals did when sound was captured, the
   * recorder makes up for up to 40 ms, half a percent at a time: the pitch is bent for so long.
   */
  private static final int LEARNING = 8 * SAMPLE_RATE;

  private static final double STEP = 2 * Math.PI * HZ / SAMPLE_RATE;

  private SteadyTone() {}

  /** Mono, 16 bit, 48 kHz. */
  static byte[] wav(int seconds) {
    int samples = seconds * SAMPLE_RATE;
    ByteBuffer file = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(36 + 2 * samples).put(ascii("WAVE"));
    file.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
    file.putInt(SAMPLE_RATE).putInt(2 * SAMPLE_RATE).putShort((short) 2).putShort((short) 16);
    file.put(ascii("data")).putInt(2 * samples);
    for (int i = 0; i < samples; i++) {
      file.putShort((short) Math.round(32_767 * AMPLITUDE * Math.sin(STEP * i)));
    }
    return file.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * How far a recording strays from the tone, as a fraction of its amplitude: the largest distance,
   * within 43 ms on both sides of a place, from the one sinusoid that fits both sides best. A jump
   * of the phase, a hole, a sample too many and a click all show.
   *
   * @param atJoints where windows meet
   * @param inside elsewhere, from the least to the most
   * @param steepestAtJoints largest step from a sample to the next near joints, of full scale
   * @param steepestInside the same elsewhere
   */
  record Strain(
      List<Double> atJoints, double[] inside, double steepestAtJoints, double steepestInside) {

    /** What all but one place in twenty stay below, away from joints. */
    double usual() {
      return inside[inside.length * 19 / 20];
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "strain at joints %s, inside median %.4f, usual %.4f, worst %.4f of %d;"
              + " steepest at joints %.5f, inside %.5f",
          atJoints.stream().map(each -> String.format(Locale.ROOT, "%.4f", each)).toList(),
          inside[inside.length / 2],
          usual(),
          inside[inside.length - 1],
          inside.length,
          steepestAtJoints,
          steepestInside);
    }
  }

  /**
   * @param sound of a recording, from its start; what comes before the first and behind the last
   *     whole window with nothing but the tone in it is passed over, and the tone's first 8 s
   */
  static Strain strain(short[] sound) {
    int first = (firstLoud(sound) + LEARNING) / WINDOW + 1;
    int last = (lastLoud(sound) - SAMPLE_RATE / 2) / WINDOW;
    List<Double> joints = new ArrayList<>();
    List<Double> inside = new ArrayList<>();
    double steepestAtJoints = 0;
    double steepestInside = 0;
    for (int joint = first; joint <= last; joint++) {
      joints.add(strainAt(sound, joint * WINDOW));
      steepestAtJoints = Math.max(steepestAtJoints, steepest(sound, joint * WINDOW));
      for (int at = 2 * HALF; joint < last && at <= WINDOW - 2 * HALF; at += HALF) {
        inside.add(strainAt(sound, joint * WINDOW + at));
        steepestInside = Math.max(steepestInside, steepest(sound, joint * WINDOW + at));
      }
    }
    double[] sorted = inside.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new AssertionError("the tone does not last from one joint to another");
    }
    return new Strain(joints, sorted, steepestAtJoints, steepestInside);
  }

  private static int firstLoud(short[] sound) {
    int at = 0;
    while (at < sound.length && Math.abs(sound[at]) < 32_767 * AMPLITUDE / 2) {
      at++;
    }
    return at;
  }

  private static int lastLoud(short[] sound) {
    int at = sound.length;
    while (at > 0 && Math.abs(sound[at - 1]) < 32_767 * AMPLITUDE / 2) {
      at--;
    }
    return at;
  }

  /** Least squares: at 440 Hz over 85 ms sine and cosine are as good as orthogonal. */
  private static double strainAt(short[] sound, int centre) {
    double sine = 0;
    double cosine = 0;
    for (int i = -HALF; i < HALF; i++) {
      sine += sound[centre + i] * Math.sin(STEP * i) / HALF;
      cosine += sound[centre + i] * Math.cos(STEP * i) / HALF;
    }
    double worst = 0;
    for (int i = -HALF; i < HALF; i++) {
      double fitted = sine * Math.sin(STEP * i) + cosine * Math.cos(STEP * i);
      worst = Math.max(worst, Math.abs(sound[centre + i] - fitted));
    }
    return worst / Math.max(1, Math.hypot(sine, cosine));
  }

  private static double steepest(short[] sound, int centre) {
    double steepest = 0;
    for (int i = centre - HALF + 1; i < centre + HALF; i++) {
      steepest = Math.max(steepest, Math.abs(sound[i] - sound[i - 1]));
    }
    return steepest / 32_768;
  }
}
