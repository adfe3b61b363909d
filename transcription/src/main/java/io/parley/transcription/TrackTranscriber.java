package io.parley.transcription;

import io.parley.storage.contract.Caption;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.Word;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One audio track to captions: {@link TrackAudio} (decode, lay on the meeting clock, resample),
 * {@link UtteranceCutter} (voice activity), {@link OpenUtterance} (recogniser), {@link
 * SentenceRules}.
 *
 * <p>Native state is never saved. Every few seconds, between utterances, the little that later
 * results depend on is written down (the <em>anchor</em>); after it, the inputs are kept as they
 * came. A snapshot is anchor and inputs, and restoring hears them again: the captions that follow
 * are the same as if nothing had happened, and so are their ids. Inputs since the anchor never
 * reach further back than one utterance (20 s) and five seconds.
 *
 * <p>Not thread-safe; one thread at a time.
 */
public final class TrackTranscriber implements AutoCloseable {
  private static final int SNAPSHOT_VERSION = 1;
  private static final long ANCHOR_FRAMES = 500;

  private final TrackDescription track;
  private final Recogniser recogniser;
  private final List<Caption.Utterance> due = new ArrayList<>();
  private final UtteranceCutter cutter;
  private final TrackAudio audio;
  private final InputLog inputs;
  private SentenceRules sentences = new SentenceRules(List.of());
  private @Nullable OpenUtterance utterance;
  private long anchorFrame = Long.MIN_VALUE;
  private boolean ended;

  /**
   * @param track whose audio this is
   * @param recogniser shared by all tracks of the process
   */
  public TrackTranscriber(TrackDescription track, Recogniser recogniser) {
    this.track = track;
    this.recogniser = recogniser;
    cutter = new UtteranceCutter(new Speech());
    audio = new TrackAudio(cutter);
    inputs = new InputLog(anchor());
  }

  private TrackTranscriber(TrackDescription track, Recogniser recogniser, InputLog saved)
      throws IOException {
    this.track = track;
    this.recogniser = recogniser;
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved.anchor()));
    sentences = new SentenceRules(InputLog.readNames(in));
    anchorFrame = in.readLong();
    cutter = UtteranceCutter.read(in, new Speech());
    audio = TrackAudio.read(in, cutter);
    inputs = saved;
    saved.replay(this::hear, this::pass, n -> sentences = new SentenceRules(n));
    due.clear();
  }

  /** Names of those present, written as they write themselves when they are recognised. */
  public void names(Collection<String> displayNames) {
    if (!sentences.names().equals(List.copyOf(displayNames))) {
      sentences = new SentenceRules(displayNames);
      inputs.names(displayNames);
    }
  }

  /**
   * Hears a packet. Packets come in order; one that is malformed or too late is counted and left
   * out.
   *
   * @param opus one Opus packet (RFC 6716), as an RTP packet carries it
   * @param startMicros meeting clock of its first sample
   * @return partials and finals that are due now, in order
   */
  public List<Caption.Utterance> accept(byte[] opus, long startMicros) {
    requireRunning();
    inputs.packet(opus, startMicros);
    hear(opus, startMicros);
    return settle();
  }

  /**
   * Lets time pass where nobody sends (mute, DTX, loss): silence up to {@code micros}. The caller
   * promises that no packet which starts before then will come any more; if one does, it is late.
   *
   * @return partials and finals that are due now, in order
   */
  public List<Caption.Utterance> advanceTo(long micros) {
    requireRunning();
    inputs.passed(micros);
    pass(micros);
    return settle();
  }

  /** The track ended: the final of the open utterance, if any. Nothing may follow but close. */
  public List<Caption.Utterance> finish() {
    requireRunning();
    ended = true;
    cutter.beginInput();
    audio.flush();
    cutter.finish();
    return settle();
  }

  /** All that is needed to go on elsewhere with the same result, in a format of its own version. */
  public byte[] snapshot() {
    requireRunning();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(SNAPSHOT_VERSION);
      inputs.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Goes on where {@link #snapshot()} was taken. Hears the open utterance again; captions that were
   * due before the snapshot are not given again.
   *
   * @throws IllegalArgumentException if the bytes are no snapshot of a known version
   */
  public static TrackTranscriber restore(
      TrackDescription track, Recogniser recogniser, byte[] snapshot) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
      int version = in.readUnsignedByte();
      if (version != SNAPSHOT_VERSION) {
        throw new IllegalArgumentException("transcriber snapshot of unknown version " + version);
      }
      return new TrackTranscriber(track, recogniser, InputLog.read(in));
    } catch (IOException e) {
      throw new IllegalArgumentException("transcriber snapshot is damaged", e);
    }
  }

  /** Packets that came after their time had been given up. */
  public long latePackets() {
    return audio.late();
  }

  /** Packets that are not Opus; silence stands for those whose length could be told. */
  public long malformedPackets() {
    return audio.malformed();
  }

  /** Frees native memory; the open utterance is forgotten. May be called twice. */
  @Override
  public void close() {
    ended = true;
    if (utterance != null) {
      utterance.close();
      utterance = null;
    }
  }

  private void requireRunning() {
    if (ended) {
      throw new IllegalStateException("track has ended: " + track.trackId());
    }
  }

  private void hear(byte[] opus, long startMicros) {
    cutter.beginInput();
    audio.accept(opus, startMicros);
    anchorIfTime();
  }

  private void pass(long micros) {
    cutter.beginInput();
    audio.advanceTo(micros);
    anchorIfTime();
  }

  private List<Caption.Utterance> settle() {
    List<Caption.Utterance> now = List.copyOf(due);
    due.clear();
    return now;
  }

  private void anchorIfTime() {
    if (anchorFrame == Long.MIN_VALUE) {
      anchorFrame = cutter.lastFrame();
    } else if (cutter.lastFrame() - anchorFrame >= ANCHOR_FRAMES && cutter.idle()) {
      anchorFrame = cutter.lastFrame();
      audio.renewDecoder();
      inputs.restart(anchor());
    }
  }

  private byte[] anchor() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      InputLog.writeNames(out, sentences.names());
      out.writeLong(anchorFrame);
      cutter.write(out);
      audio.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** From the cutter to the recogniser, from the recogniser to captions. */
  private final class Speech implements UtteranceCutter.Utterances {
    @Override
    public void begin(long onset, long first) {
      utterance = new OpenUtterance(recogniser.open(), onset, first);
    }

    @Override
    public void audio(short[] frame) {
      OpenUtterance now = opened();
      String partial = now.hear(frame);
      if (partial != null) {
        String text = sentences.partial(partial);
        due.add(caption(now, false, now.onsetMicros(), now.heardMicros(), text, List.of()));
      }
    }

    @Override
    public void end() {
      try (OpenUtterance now = opened()) {
        utterance = null;
        List<Word> words = new ArrayList<>();
        for (RecognisedWord heard : now.finish()) {
          long start = now.micros(heard.startSeconds());
          long end = Math.max(start, now.micros(heard.endSeconds()));
          words.add(new Word(heard.text(), start, end, heard.confidence()));
        }
        words = sentences.apply(words);
        if (!words.isEmpty()) {
          long start = words.get(0).startMicros();
          long end = words.get(words.size() - 1).endMicros();
          due.add(caption(now, true, start, end, SentenceRules.join(words), words));
        } else if (now.shown()) {
          // What was shown turned out to be no words: an empty final takes it back.
          due.add(caption(now, true, now.onsetMicros(), now.heardMicros(), "", words));
        }
      }
    }

    private OpenUtterance opened() {
      OpenUtterance now = utterance;
      if (now == null) {
        throw new IllegalStateException("audio outside an utterance");
      }
      return now;
    }
  }

  private Caption.Utterance caption(
      OpenUtterance now, boolean last, long start, long end, String text, List<Word> words) {
    RecogniserModel model = recogniser.model();
    return new Caption.Utterance(
        track.meetingId(),
        Caption.Utterance.idOf(track.trackId(), now.onsetMicros()),
        track.trackId(),
        track.participantId(),
        now.nextRevision(),
        last,
        start,
        end,
        text,
        words,
        model.language(),
        model.name(),
        model.syntheticVoicesOnly());
  }
}
