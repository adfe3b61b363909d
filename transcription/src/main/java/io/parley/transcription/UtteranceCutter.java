package io.parley.transcription;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Cuts a track into utterances. One begins a little before the voice does, and ends after 600 ms
 * without voice. A monologue is cut at the first pause of 200 ms after 10 s, of 80 ms (or a dip in
 * loudness) after 14 s, and in any case before 20 s. Not thread-safe.
 */
final class UtteranceCutter implements TrackAudio.Frames {
  /** Receives the utterances, one after the other. */
  interface Utterances {
    /**
     * @param onset frame in which the voice was first heard
     * @param first frame of the first audio that follows; not after the onset
     */
    void begin(long onset, long first);

    void audio(short[] frame);

    void end();
  }

  private static final int PRE_ROLL = 30;
  private static final int ONSET_WINDOW = 8;
  private static final int ONSET_VOICED = 5;

  /** Room for a pre-roll before an onset which was held for the longest packet (12 frames). */
  private static final int RING = PRE_ROLL + ONSET_WINDOW + 16;

  private static final int HANG_OVER = 60;
  private static final int LONG = 1_000;
  private static final int LONG_PAUSE = 20;
  private static final int VERY_LONG = 1_400;
  private static final int DIP = 8;
  private static final int LONGEST = 1_950;

  private final Utterances utterances;
  private final VoiceActivity voice;

  /** What was heard last while nobody spoke, newest last. */
  private final Deque<short[]> preRoll = new ArrayDeque<>();

  /** Bit i: the frame i frames ago was voiced. */
  private int voiced;

  private long last = Long.MIN_VALUE;
  private boolean open;
  private boolean held;
  private int length;
  private int quietRun;
  private final int[] levels = new int[101];
  private double dipDb;

  UtteranceCutter(Utterances utterances) {
    this(utterances, new VoiceActivity());
  }

  private UtteranceCutter(Utterances utterances, VoiceActivity voice) {
    this.utterances = utterances;
    this.voice = voice;
  }

  /** Input begins that may end an utterance and, if so, doesn't begin the next one. */
  void beginInput() {
    held = false;
  }

  /** The last frame heard. */
  long lastFrame() {
    return last;
  }

  @Override
  public boolean idle() {
    return !open;
  }

  @Override
  public void hear(long frame, short[] pcm) {
    if (frame != last + 1) {
      skip();
    }
    last = frame;
    boolean voice10ms = voice.hear(pcm);
    if (open) {
      goOn(pcm, voice10ms);
    } else {
      listen(frame, pcm, voice10ms);
    }
  }

  /** Ends the open utterance, if any, because the track ended. */
  void finish() {
    if (open) {
      close();
    }
  }

  /** Silence was skipped: what precedes the next frame is silence, not what was heard last. */
  private void skip() {
    preRoll.clear();
    voiced = 0;
    while (preRoll.size() < RING) {
      preRoll.addLast(new short[VoiceActivity.FRAME]);
    }
  }

  private void listen(long frame, short[] pcm, boolean voice10ms) {
    preRoll.addLast(pcm.clone());
    if (preRoll.size() > RING) {
      preRoll.removeFirst();
    }
    voiced = voiced << 1 | (voice10ms ? 1 : 0);
    int window = voiced & ((1 << ONSET_WINDOW) - 1);
    if (held || Integer.bitCount(window) < ONSET_VOICED) {
      return;
    }
    long onset = frame - (31 - Integer.numberOfLeadingZeros(window));
    long first = Math.max(frame - preRoll.size() + 1, onset - PRE_ROLL);
    utterances.begin(onset, first);
    open = true;
    length = 0;
    quietRun = 0;
    Arrays.fill(levels, 0);
    dipDb = 0;
    long at = frame - preRoll.size();
    for (short[] heard : preRoll) {
      if (++at >= first) {
        length++;
        utterances.audio(heard);
      }
    }
    preRoll.clear();
    voiced = 0;
  }

  private void goOn(short[] pcm, boolean voice10ms) {
    length++;
    utterances.audio(pcm);
    quietRun = voice10ms ? 0 : quietRun + 1;
    levels[(int) -voice.levelDb()]++;
    dipDb += (voice.levelDb() - dipDb) / DIP;
    boolean pause =
        length >= VERY_LONG
            ? quietRun >= DIP || dipDb <= quietTenth()
            : length >= LONG && quietRun >= LONG_PAUSE;
    if (quietRun >= HANG_OVER || pause || length >= LONGEST) {
      close();
    }
  }

  /** Level that a tenth of the utterance's frames stay below, dB of full scale. */
  private double quietTenth() {
    int left = length / 10;
    int below = levels.length - 1;
    while (below > 0 && left >= levels[below]) {
      left -= levels[below--];
    }
    return -below;
  }

  private void close() {
    open = false;
    held = true;
    utterances.end();
  }

  /** Only between utterances. */
  void write(DataOutputStream out) throws IOException {
    if (open) {
      throw new IllegalStateException("an open utterance is not written but heard again");
    }
    voice.write(out);
    out.writeLong(last);
    out.writeInt(voiced);
    out.writeByte(preRoll.size());
    for (short[] frame : preRoll) {
      Pcm.write(out, frame, frame.length);
    }
  }

  static UtteranceCutter read(DataInputStream in, Utterances utterances) throws IOException {
    UtteranceCutter cutter = new UtteranceCutter(utterances, VoiceActivity.read(in));
    cutter.last = in.readLong();
    cutter.voiced = in.readInt();
    for (int i = in.readUnsignedByte(); i > 0; i--) {
      short[] frame = new short[VoiceActivity.FRAME];
      Pcm.read(in, frame);
      cutter.preRoll.addLast(frame);
    }
    return cutter;
  }
}
