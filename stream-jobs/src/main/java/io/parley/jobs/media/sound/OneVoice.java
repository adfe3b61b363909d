package io.parley.jobs.media.sound;

import io.parley.jobs.media.track.EncodedFrame;
import io.parley.jobs.media.track.OpusPacket;
import io.parley.jobs.media.window.TrackBuffer;
import io.parley.jobs.media.window.WindowGrid;
import io.parley.jobs.media.window.WindowInput;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackId;
import java.util.List;

/**
 * The sound of one person alone, as AAC, out of packets whose times were rounded to milliseconds.
 * Windows are asked for in order; it holds the packets of one. One thread.
 */
public final class OneVoice {
  /** Rounding moves a packet by half a millisecond at most; a little more is drift. */
  private static final double ROUNDING_SAMPLES = 30;

  /** How far a packet of 20 ms is moved against drift: half a percent, as the clock itself. */
  private static final double SLEW_SAMPLES = 5;

  /** Beyond 2 ms something is missing. */
  private static final double GAP_SAMPLES = 96;

  private static final MeetingId MEETING = new MeetingId("m");
  private static final TrackId TRACK = new TrackId("t");
  private static final ParticipantId PERSON = new ParticipantId("p");

  private final TrackBuffer buffer = new TrackBuffer();
  private final int bitRateBps;
  private boolean begun;
  private double expected;

  public OneVoice(int bitRateBps) {
    this.bitRateBps = bitRateBps;
  }

  /** Whether a packet of this time belongs to a window or one before it. */
  public static boolean heardIn(long window, long micros) {
    return micros < WindowGrid.endMicros(window) + WindowGrid.AUDIO_AFTER_MICROS;
  }

  /**
   * Adds the next packet. One that goes back behind what was heard already is left out.
   *
   * @param micros on the meeting clock, rounded to the millisecond
   */
  public void add(byte[] opus, long micros) {
    int samples = OpusPacket.samples(opus);
    double told = micros * 0.048;
    double error = told - expected;
    if (samples == 0 || (begun && error <= -samples)) {
      return;
    }
    if (!begun || Math.abs(error) > GAP_SAMPLES) {
      begun = true;
      expected = told;
    } else if (Math.abs(error) > ROUNDING_SAMPLES) {
      expected += Math.signum(error) * Math.min(Math.abs(error) - ROUNDING_SAMPLES, SLEW_SAMPLES);
    }
    buffer.add(
        new EncodedFrame(
            TRACK,
            PERSON,
            MediaSource.MICROPHONE,
            MediaCodec.OPUS,
            true,
            Math.round(expected / 0.048),
            samples * 125L / 6,
            opus,
            false));
    expected += samples;
  }

  /**
   * The sound of a window: {@link WindowGrid#AAC_FRAMES} frames. All packets up to where it {@link
   * #heardIn is heard} have been added.
   */
  public List<byte[]> window(long window) {
    buffer.forgetBefore(window);
    WindowInput.Track track = buffer.forWindow(window);
    WindowInput input =
        new WindowInput(
            MEETING, window, List.of(), track == null ? List.of() : List.of(track), List.of());
    return SoundComposer.compose(input, bitRateBps).frames();
  }
}
