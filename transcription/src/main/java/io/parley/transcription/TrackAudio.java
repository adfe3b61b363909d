package io.parley.transcription;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays the packets of a track on the meeting clock: gaps of up to 60 ms are concealed, longer ones
 * become silence of the same length, what comes late or twice is left out, and the result leaves as
 * frames of 10 ms at 16 kHz that stand on whole hundredths of a second of the meeting clock. Not
 * thread-safe.
 */
final class TrackAudio {
  /** Receives the frames in order; a jump in {@code frame} is time in which nothing was heard. */
  interface Frames {
    /**
     * @param frame number of the 10 ms frame since the meeting began
     * @param pcm {@link VoiceActivity#FRAME} samples, overwritten by the next call
     */
    void hear(long frame, short[] pcm);

    /** Nothing is being said: long silence may be skipped. */
    boolean idle();
  }

  private static final int FRAME_48K = OpusToPcm.SAMPLE_RATE / 100;

  /** A packet this near to where it is expected follows on; clocks never agree to the sample. */
  private static final int TOLERANCE = FRAME_48K;

  /** A gap of up to three usual packets is filled by the decoder's own guess. */
  private static final int CONCEALED = 3 * 960;

  /** Decoders conceal multiples of 2.5 ms. */
  private static final int SHORTEST_FRAME = 120;

  /** After so much silence every filter has forgotten what was before. */
  private static final int SILENCE_BEFORE_SKIP = 2 * OpusToPcm.SAMPLE_RATE;

  private static final long NOT_STARTED = Long.MIN_VALUE;
  private static final short[] SILENCE = new short[FRAME_48K];

  private final Frames frames;
  private final OpusToPcm opus;
  private final ThirdRateFilter filter;
  private final short[] frame = new short[VoiceActivity.FRAME];
  private int inFrame;

  /** Where the next sample stands, in samples at 48 kHz since the meeting began. */
  private long position = NOT_STARTED;

  private long late;
  private long malformed;

  TrackAudio(Frames frames) {
    this(frames, new OpusToPcm(List.of()), new ThirdRateFilter());
  }

  private TrackAudio(Frames frames, OpusToPcm opus, ThirdRateFilter filter) {
    this.frames = frames;
    this.opus = opus;
    this.filter = filter;
  }

  void accept(byte[] packet, long startMicros) {
    int samples = OpusDuration.samples(packet);
    if (samples < 0) {
      malformed++;
      return;
    }
    long start = toSamples(startMicros);
    if (position == NOT_STARTED) {
      // A frame early, so that the filter's delay is spent on silence.
      position = Math.floorDiv(start, FRAME_48K) * FRAME_48K - FRAME_48K;
      inFrame = VoiceActivity.FRAME - ThirdRateFilter.HALF / ThirdRateFilter.FACTOR;
      silence(start - position);
    }
    long ahead = start - position;
    if (ahead > TOLERANCE) {
      fill(ahead);
      ahead = 0;
    }
    int skip = ahead < -TOLERANCE ? (int) Math.min(samples, -ahead) : 0;
    short[] pcm = opus.decode(packet, samples);
    if (skip == samples) {
      late++;
    } else {
      write(pcm, skip, samples);
    }
  }

  void advanceTo(long micros) {
    if (position != NOT_STARTED) {
      silence(toSamples(micros) - position);
    }
  }

  /** Pushes out what the filter and the frame still hold, as if silence followed. */
  void flush() {
    if (position != NOT_STARTED) {
      write(SILENCE, 0, FRAME_48K);
      write(SILENCE, 0, FRAME_48K);
    }
  }

  /** Makes the decoder forget all that {@link #write(DataOutputStream)} doesn't tell. */
  void renewDecoder() {
    opus.renew();
  }

  /** Packets that came after their time had been given up. */
  long late() {
    return late;
  }

  /** Packets that are not Opus, by length or content. */
  long malformed() {
    return malformed + opus.undecodable();
  }

  /** What one lost packet leaves is concealed: chopped sound costs several times as many words. */
  private void fill(long gap) {
    if (gap <= CONCEALED) {
      int guess = (int) (gap + SHORTEST_FRAME / 2) / SHORTEST_FRAME * SHORTEST_FRAME;
      write(opus.conceal(guess), 0, guess);
    } else {
      silence(gap);
    }
  }

  private void silence(long samples) {
    long left = samples;
    while (left > 0) {
      int now = (int) Math.min(left, FRAME_48K);
      if (samples - left >= SILENCE_BEFORE_SKIP && frames.idle() && left >= FRAME_48K) {
        position += left / FRAME_48K * FRAME_48K;
        left %= FRAME_48K;
      } else {
        write(SILENCE, 0, now);
        left -= now;
      }
    }
  }

  private void write(short[] pcm, int from, int to) {
    for (int i = from; i < to; i++) {
      if (filter.push(pcm[i])) {
        frame[inFrame++] = filter.output();
        if (inFrame == frame.length) {
          inFrame = 0;
          frames.hear(frameEndingAt(position + (i - from)), frame);
        }
      }
    }
    position += to - from;
  }

  private static long frameEndingAt(long input) {
    return Math.floorDiv(input - ThirdRateFilter.HALF, FRAME_48K);
  }

  private static long toSamples(long micros) {
    return Math.floorDiv(micros * 48 + 500, 1_000);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(position);
    out.writeLong(late);
    out.writeLong(malformed());
    filter.write(out);
    out.writeShort(inFrame);
    Pcm.write(out, frame, inFrame);
    List<byte[]> warmUp = opus.warmUp();
    out.writeShort(warmUp.size());
    for (byte[] packet : warmUp) {
      out.writeShort(packet.length);
      out.write(packet);
    }
  }

  static TrackAudio read(DataInputStream in, Frames frames) throws IOException {
    long position = in.readLong();
    long late = in.readLong();
    long malformed = in.readLong();
    ThirdRateFilter filter = ThirdRateFilter.read(in);
    short[] partFrame = new short[in.readUnsignedShort()];
    Pcm.read(in, partFrame);
    List<byte[]> warmUp = new ArrayList<>();
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      warmUp.add(in.readNBytes(in.readUnsignedShort()));
    }
    TrackAudio audio = new TrackAudio(frames, new OpusToPcm(warmUp), filter);
    audio.position = position;
    audio.late = late;
    audio.malformed = malformed;
    audio.inFrame = partFrame.length;
    System.arraycopy(partFrame, 0, audio.frame, 0, partFrame.length);
    return audio;
  }
}
