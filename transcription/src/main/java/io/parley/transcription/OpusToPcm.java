package io.parley.transcription;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Opus packets to 48 kHz mono. A decoder's state can't be saved, so it is never relied upon for
 * long: {@link #renew()} replaces the decoder by a fresh one that has heard the last half second
 * again, in normal running exactly as after a crash. Both then sound the same, bit for bit.
 */
final class OpusToPcm {
  static final int SAMPLE_RATE = 48_000;

  /** Ten times what RFC 7845 §4.6 asks for before a decoder's output may be trusted. */
  private static final int WARM_UP_SAMPLES = SAMPLE_RATE / 2;

  private final Deque<byte[]> recent = new ArrayDeque<>();
  private final short[] out = new short[OpusDuration.MAX_SAMPLES];
  private OpusDecoder decoder;
  private int recentSamples;
  private long undecodable;

  OpusToPcm(Collection<byte[]> warmUp) {
    warmUp.forEach(this::remember);
    decoder = warmDecoder();
  }

  /**
   * @param samples what {@link OpusDuration} says of the packet
   * @return a buffer that the next call overwrites; silence where the packet can't be decoded
   */
  short[] decode(byte[] packet, int samples) {
    if (decodeInto(decoder, packet, samples)) {
      remember(packet);
    } else {
      // Nobody knows what a failed decoder holds: begin anew, from nothing.
      undecodable++;
      recent.clear();
      recentSamples = 0;
      decoder = warmDecoder();
      Arrays.fill(out, 0, samples, (short) 0);
    }
    return out;
  }

  /**
   * What a decoder makes up for packets that are missing: fades the sound out instead of chopping
   * it (RFC 6716 §4.4).
   *
   * @param samples at most {@link OpusDuration#MAX_SAMPLES}
   * @return a buffer that the next call overwrites
   */
  short[] conceal(int samples) {
    try {
      int made = recent.isEmpty() ? 0 : decoder.decode(null, 0, 0, out, 0, samples, false);
      Arrays.fill(out, made, samples, (short) 0);
    } catch (OpusException | RuntimeException | AssertionError e) {
      decoder = warmDecoder();
      Arrays.fill(out, 0, samples, (short) 0);
    }
    return out;
  }

  void renew() {
    decoder = warmDecoder();
  }

  /** What {@link #renew()} listens to again, oldest first. */
  List<byte[]> warmUp() {
    return new ArrayList<>(recent);
  }

  /** Packets with a valid length that no decoder understood. */
  long undecodable() {
    return undecodable;
  }

  private void remember(byte[] packet) {
    recent.addLast(packet);
    recentSamples += OpusDuration.samples(packet);
    while (recentSamples > WARM_UP_SAMPLES) {
      recentSamples -= OpusDuration.samples(recent.removeFirst());
    }
  }

  private OpusDecoder warmDecoder() {
    try {
      OpusDecoder fresh = new OpusDecoder(SAMPLE_RATE, 1);
      for (byte[] packet : recent) {
        decodeInto(fresh, packet, OpusDuration.samples(packet));
      }
      return fresh;
    } catch (OpusException e) {
      throw new IllegalStateException("no Opus decoder for 48 kHz mono", e);
    }
  }

  private boolean decodeInto(OpusDecoder target, byte[] packet, int samples) {
    try {
      return target.decode(packet, 0, packet.length, out, 0, samples, false) == samples;
    } catch (OpusException | RuntimeException | AssertionError e) {
      // The decoder checks little: a damaged packet can run it off the end of its own arrays or
      // into its assertions, which it throws whether or not Java's are on.
      return false;
    }
  }
}
