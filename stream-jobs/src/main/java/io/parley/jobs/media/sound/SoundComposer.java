package io.parley.jobs.media.sound;

import io.parley.jobs.media.codec.AacEncoder;
import io.parley.jobs.media.codec.OpusDecoder;
import io.parley.jobs.media.track.EncodedFrame;
import io.parley.jobs.media.window.WindowGrid;
import io.parley.jobs.media.window.WindowInput;
import io.parley.jobs.media.window.WindowReport.TrackGap;
import java.util.ArrayList;
import java.util.List;

/**
 * The sound of a window: decode, place, mix, limit, encode, trim.
 *
 * <p>The encoder begins {@link #FRAMES_BEFORE} frames before the window and sees {@link
 * #FRAMES_AFTER} after it; only the frames of the window are kept. Neighbouring windows mix the
 * same samples around their joint, so that the transforms of separately encoded windows overlap as
 * if they were one.
 */
public final class SoundComposer {
  static final int FRAMES_BEFORE = 8;
  static final int FRAMES_AFTER = 2;
  private static final int FRAME = AacEncoder.FRAME_SAMPLES;

  /** From here on the mix bends softly; it never reaches full scale. */
  private static final float KNEE = 0.8f;

  private SoundComposer() {}

  /**
   * @param frames {@link WindowGrid#AAC_FRAMES} raw AAC-LC frames
   */
  public record Sound(List<byte[]> frames, List<TrackGap> gaps) {}

  /** Composes the sound of one window. Any thread. */
  public static Sound compose(WindowInput input, int bitRateBps) {
    int length = (FRAMES_BEFORE + WindowGrid.AAC_FRAMES + FRAMES_AFTER) * FRAME;
    float[] left = new float[length];
    float[] right = new float[length];
    long first = WindowGrid.startSample(input.window()) - (long) FRAMES_BEFORE * FRAME;
    Placement placement = new Placement(left, right, first);
    List<TrackGap> gaps = new ArrayList<>();
    for (WindowInput.Track track : input.tracks()) {
      if (track.codec().isAudio()) {
        gaps.add(mix(track, input, placement));
      }
    }
    limit(left);
    limit(right);
    return new Sound(encode(left, right, bitRateBps), gaps);
  }

  private static TrackGap mix(WindowInput.Track track, WindowInput input, Placement placement) {
    int inWindow = 0;
    int undecodable = 0;
    int discontinuities = 0;
    long missing = 0;
    long expected = Long.MIN_VALUE;
    try (OpusDecoder decoder = new OpusDecoder()) {
      List<EncodedFrame> frames = track.frames();
      for (int i = 0; i < frames.size(); i++) {
        EncodedFrame frame = frames.get(i);
        long start = WindowGrid.sampleAt(frame.micros());
        long next =
            i + 1 < frames.size()
                ? WindowGrid.sampleAt(frames.get(i + 1).micros())
                : Long.MAX_VALUE;
        boolean afterGap =
            expected == Long.MIN_VALUE || Math.abs(start - expected) > Placement.DRIFT_SAMPLES;
        float[] samples = decoder.decode(frame.data());
        placement.add(samples, start, next, afterGap);
        if (frame.micros() >= input.startMicros() && frame.micros() < input.endMicros()) {
          inWindow++;
          undecodable += samples.length == 0 ? 1 : 0;
          discontinuities += frame.discontinuity() ? 1 : 0;
          missing += expected == Long.MIN_VALUE ? 0 : Math.max(0, start - expected);
        }
        expected = start + samples.length / 2;
      }
    }
    return new TrackGap(
        track.trackId(),
        inWindow,
        undecodable,
        discontinuities,
        missing * 1_000_000 / WindowGrid.SAMPLE_RATE_HZ);
  }

  /** Without memory, so that it cannot differ between windows. */
  private static void limit(float[] samples) {
    for (int i = 0; i < samples.length; i++) {
      float size = Math.abs(samples[i]);
      if (size > KNEE) {
        double over = (size - KNEE) / (1 - KNEE);
        samples[i] = Math.copySign((float) (KNEE + (1 - KNEE) * Math.tanh(over)), samples[i]);
      }
    }
  }

  private static List<byte[]> encode(float[] left, float[] right, int bitRateBps) {
    List<byte[]> packets = new ArrayList<>();
    try (AacEncoder encoder = new AacEncoder(bitRateBps)) {
      for (int at = 0; at < left.length; at += FRAME) {
        packets.addAll(encoder.encode(left, right, at));
      }
      packets.addAll(encoder.finish());
    }
    int from = FRAMES_BEFORE + 1;
    return List.copyOf(packets.subList(from, from + WindowGrid.AAC_FRAMES));
  }
}
