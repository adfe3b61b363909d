package io.parley.transcription;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Tells speech from the room, 10 ms at a time. In each of seven bands the noise is the quietest the
 * band has been within four seconds (minimum statistics, after R. Martin, 2001); speech is what
 * stands above that in several bands at once, and above an absolute level. Digital silence (mute,
 * DTX, filled gaps) teaches nothing about the room. Not thread-safe.
 */
final class VoiceActivity {
  static final int FRAME = Recogniser.SAMPLE_RATE / 100;

  private static final int BLOCKS = 8;
  private static final int FRAMES_A_BLOCK = 50;

  /** Mean excess over the noise, in dB over all bands, that starts and that keeps speech. */
  private static final double START_DB = 2.6;

  private static final double KEEP_DB = 1.4;

  /** What a band of mere noise rises above its own minimum. */
  private static final double BIAS_DB = 5;

  private static final double MAX_EXCESS_DB = 20;
  private static final double DIGITAL_SILENCE_DB = -80;
  private static final double QUIETEST_SPEECH_DB = -58;
  private static final double QUIETEST_NOISE_DB = -78;

  /** Assumed until the room has been heard. */
  private static final double FIRST_NOISE_DB = -56;

  private final Spectrum spectrum = new Spectrum();
  private final short[] window = new short[Spectrum.WINDOW];
  private final double[] power = new double[Spectrum.BANDS];
  private final double[] quick = new double[Spectrum.BANDS];
  private final double[] smooth = new double[Spectrum.BANDS];
  private final double[][] minima = new double[BLOCKS][Spectrum.BANDS];
  private int block;
  private int framesInBlock;
  private int windowAt;
  private boolean speaking;
  private double levelDb = -100;

  VoiceActivity() {
    for (double[] m : minima) {
      Arrays.fill(m, FIRST_NOISE_DB);
    }
    Arrays.fill(smooth, Math.pow(10, FIRST_NOISE_DB / 10));
  }

  /** Hears {@link #FRAME} samples and says whether they are speech. */
  boolean hear(short[] frame) {
    double energy = 0;
    for (int i = 0; i < FRAME; i++) {
      energy += (double) frame[i] * frame[i];
      window[windowAt] = frame[i];
      windowAt = (windowAt + 1) & (Spectrum.WINDOW - 1);
    }
    levelDb = 10 * Math.log10(energy / FRAME / (32_768.0 * 32_768.0) + 1e-10);
    if (levelDb < DIGITAL_SILENCE_DB) {
      speaking = false;
      return false;
    }
    spectrum.bands(window, windowAt, power);
    double excess = 0;
    for (int b = 0; b < Spectrum.BANDS; b++) {
      quick[b] = 0.5 * quick[b] + 0.5 * power[b];
      double above = db(quick[b]) - noiseDb(b) - BIAS_DB;
      excess += Math.max(0, Math.min(MAX_EXCESS_DB, above)) / Spectrum.BANDS;
    }
    learn();
    speaking = levelDb > QUIETEST_SPEECH_DB && excess >= (speaking ? KEEP_DB : START_DB);
    return speaking;
  }

  /** Level of the last frame in dB of full scale, -100 to 0. */
  double levelDb() {
    return levelDb;
  }

  private double noiseDb(int band) {
    double least = 0;
    for (double[] m : minima) {
      least = Math.min(least, m[band]);
    }
    return Math.max(QUIETEST_NOISE_DB, least);
  }

  private void learn() {
    if (++framesInBlock > FRAMES_A_BLOCK) {
      framesInBlock = 1;
      block = (block + 1) % BLOCKS;
      Arrays.fill(minima[block], 0);
    }
    for (int b = 0; b < Spectrum.BANDS; b++) {
      smooth[b] = 0.8 * smooth[b] + 0.2 * power[b];
      minima[block][b] = Math.min(minima[block][b], db(smooth[b]));
    }
  }

  private static double db(double power) {
    return 10 * Math.log10(power + 1e-12);
  }

  void write(DataOutputStream out) throws IOException {
    Pcm.write(out, window, window.length);
    out.writeShort(windowAt);
    out.writeBoolean(speaking);
    out.writeByte(block);
    out.writeByte(framesInBlock);
    for (int b = 0; b < Spectrum.BANDS; b++) {
      out.writeDouble(quick[b]);
      out.writeDouble(smooth[b]);
    }
    for (double[] m : minima) {
      for (double v : m) {
        out.writeDouble(v);
      }
    }
  }

  static VoiceActivity read(DataInputStream in) throws IOException {
    VoiceActivity voice = new VoiceActivity();
    Pcm.read(in, voice.window);
    voice.windowAt = in.readUnsignedShort();
    voice.speaking = in.readBoolean();
    voice.block = in.readUnsignedByte();
    voice.framesInBlock = in.readUnsignedByte();
    for (int b = 0; b < Spectrum.BANDS; b++) {
      voice.quick[b] = in.readDouble();
      voice.smooth[b] = in.readDouble();
    }
    for (double[] m : voice.minima) {
      for (int b = 0; b < Spectrum.BANDS; b++) {
        m[b] = in.readDouble();
      }
    }
    return voice;
  }
}
