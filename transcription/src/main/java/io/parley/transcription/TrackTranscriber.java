package io.parley.transcription;

import io.parley.storage.contract.Caption;
import io.parley.storage.contract.TrackDescription;
import java.util.Collection;
import java.util.List;

/** One audio track to captions: decode, resample, voice activity, recogniser, sentences. */
@SuppressWarnings("DoNotCallSuggester") // the bodies follow in the next commit
public final class TrackTranscriber implements AutoCloseable {

  /**
   * @param track whose audio this is
   * @param recogniser shared by all tracks
   */
  public TrackTranscriber(TrackDescription track, Recogniser recogniser) {
    throw new UnsupportedOperationException(track + " " + recogniser);
  }

  /** Names written with capitals when recognised. */
  public void names(Collection<String> displayNames) {
    throw new UnsupportedOperationException("" + displayNames);
  }

  /**
   * @param opus one Opus packet
   * @param startMicros meeting clock of its first sample
   * @return partials and finals due now, in order
   */
  public List<Caption.Utterance> accept(byte[] opus, long startMicros) {
    throw new UnsupportedOperationException(opus.length + " " + startMicros);
  }

  /**
   * Time passed without packets: no packet that starts before {@code micros} will come any more.
   */
  public List<Caption.Utterance> advanceTo(long micros) {
    throw new UnsupportedOperationException("" + micros);
  }

  /** The track ended: closes the open utterance. */
  public List<Caption.Utterance> finish() {
    throw new UnsupportedOperationException();
  }

  /** Everything needed to go on elsewhere with the same result. */
  public byte[] snapshot() {
    throw new UnsupportedOperationException();
  }

  /**
   * @throws IllegalArgumentException if the bytes are no snapshot of a known version
   */
  public static TrackTranscriber restore(
      TrackDescription track, Recogniser recogniser, byte[] snapshot) {
    throw new UnsupportedOperationException(track + " " + recogniser + snapshot.length);
  }

  /** Frees native memory. */
  @Override
  public void close() {}
}
