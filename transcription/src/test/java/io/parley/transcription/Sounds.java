package io.parley.transcription;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes sound for tests. */
final class Sounds {
  private Sounds() {}

  /** 48 kHz to 16 kHz, aligned: output m stands at input 3m. */
  static short[] to16k(short[] pcm48k) {
    ThirdRateFilter filter = new ThirdRateFilter();
    short[] out = new short[pcm48k.length / 3];
    int at = -ThirdRateFilter.HALF / 3;
    for (int i = 0; i < pcm48k.length + ThirdRateFilter.HALF; i++) {
      if (filter.push(i < pcm48k.length ? pcm48k[i] : 0)) {
        if (at >= 0 && at < out.length) {
          out[at] = filter.output();
        }
        at++;
      }
    }
    return out;
  }

  /** Adds noise coloured like a fan (falling 6 dB an octave above 500 Hz) at a level of rms. */
  static void addNoise(short[] pcm, int from, int to, double rms, Random random) {
    double low = 0;
    double[] noise = new double[to - from];
    double power = 0;
    for (int i = 0; i < noise.length; i++) {
      low += 0.2 * (random.nextGaussian() - low);
      noise[i] = low;
      power += low * low;
    }
    double gain = rms / Math.sqrt(power / noise.length);
    for (int i = 0; i < noise.length; i++) {
      double sum = pcm[from + i] + gain * noise[i];
      pcm[from + i] = (short) Math.max(-32_768, Math.min(32_767, sum));
    }
  }

  static double rms(short[] pcm, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) pcm[i] * pcm[i];
    }
    return Math.sqrt(sum / (to - from));
  }

  /** Opus packets of 20 ms. */
  static List<byte[]> encode(short[] pcm48k) {
    try {
      OpusEncoder encoder = new OpusEncoder(48_000, 1, OpusApplication.OPUS_APPLICATION_VOIP);
      encoder.setBitrate(40_000);
      List<byte[]> packets = new ArrayList<>();
      byte[] buffer = new byte[1_500];
      for (int at = 0; at + 960 <= pcm48k.length; at += 960) {
        int length = encoder.encode(pcm48k, at, 960, buffer, 0, buffer.length);
        packets.add(Arrays.copyOf(buffer, length));
      }
      return packets;
    } catch (OpusException e) {
      throw new IllegalStateException(e);
    }
  }
}
