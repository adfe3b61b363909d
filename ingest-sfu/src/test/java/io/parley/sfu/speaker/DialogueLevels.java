package io.parley.sfu.speaker;

import java.util.Random;

/**
 * The audio levels that a browser would send with one person's part of a fixture dialogue: the root
 * mean square of each packet's 20 ms against full scale, in -dBov (RFC 6464 §3, RFC 6465 §5).
 */
final class DialogueLevels {
  static final int PACKET_MILLIS = 20;

  private static final int PACKET_SAMPLES = 48 * PACKET_MILLIS;
  private static final double FULL_SCALE = 32_768;
  private static final int SILENCE = 127;

  private DialogueLevels() {}

  /**
   * The same track as from a room that is not quiet.
   *
   * @param pcm mono, 48 kHz
   * @param noiseDbov level of the white noise in it, below 0
   */
  static short[] noisy(short[] pcm, double noiseDbov, Random random) {
    double deviation = FULL_SCALE * Math.pow(10, noiseDbov / 20);
    short[] noisy = new short[pcm.length];
    for (int i = 0; i < pcm.length; i++) {
      double sample = pcm[i] + deviation * random.nextGaussian();
      noisy[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample)));
    }
    return noisy;
  }

  /**
   * One for each packet.
   *
   * @param pcm mono, 48 kHz
   */
  static int[] of(short[] pcm) {
    int[] levels = new int[pcm.length / PACKET_SAMPLES];
    for (int packet = 0; packet < levels.length; packet++) {
      double squares = 0;
      for (int i = 0; i < PACKET_SAMPLES; i++) {
        double sample = pcm[packet * PACKET_SAMPLES + i];
        squares += sample * sample;
      }
      double rms = Math.sqrt(squares / PACKET_SAMPLES) / FULL_SCALE;
      levels[packet] =
          rms == 0
              ? SILENCE
              : (int) Math.max(0, Math.min(SILENCE, Math.round(-20 * Math.log10(rms))));
    }
    return levels;
  }
}
