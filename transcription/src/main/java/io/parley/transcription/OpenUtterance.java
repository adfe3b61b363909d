package io.parley.transcription;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One utterance while it is being heard: feeds the recogniser in pieces of 100 ms counted from its
 * first sample, so that hearing it again gives the same words. Not thread-safe.
 */
final class OpenUtterance implements AutoCloseable {
  private static final int PIECE = Recogniser.SAMPLE_RATE / 10;

  /** Five partials a second at most. */
  private static final int PIECES_A_PARTIAL = 2;

  private final Recogniser.Session session;
  private final long onsetFrame;
  private final long firstFrame;
  private final short[] piece = new short[PIECE];
  private int inPiece;
  private int pieces;
  private int revision;
  private long samples;
  private String said = "";

  OpenUtterance(Recogniser.Session session, long onsetFrame, long firstFrame) {
    this.session = session;
    this.onsetFrame = onsetFrame;
    this.firstFrame = firstFrame;
  }

  /**
   * @return what is understood now if that is new and a partial is due, else null
   */
  @Nullable String hear(short[] frame) {
    System.arraycopy(frame, 0, piece, inPiece, frame.length);
    inPiece += frame.length;
    samples += frame.length;
    if (inPiece < PIECE) {
      return null;
    }
    session.accept(piece, inPiece);
    inPiece = 0;
    if (++pieces % PIECES_A_PARTIAL != 0) {
      return null;
    }
    String partial = session.partial();
    if (partial.equals(said)) {
      return null;
    }
    said = partial;
    return partial;
  }

  /** Nothing may be heard afterwards. */
  List<RecognisedWord> finish() {
    if (inPiece > 0) {
      session.accept(piece, inPiece);
      inPiece = 0;
    }
    return session.finish();
  }

  /** Numbers the captions of this utterance. */
  int nextRevision() {
    return revision++;
  }

  /** True once a caption has been made of it. */
  boolean shown() {
    return revision > 0;
  }

  /** When the voice set in, meeting clock. */
  long onsetMicros() {
    return Math.max(0, onsetFrame * 10_000);
  }

  /** Of the last sample heard, meeting clock. */
  long heardMicros() {
    return micros((double) samples / Recogniser.SAMPLE_RATE);
  }

  /**
   * @param seconds since the first sample
   */
  long micros(double seconds) {
    return Math.max(0, firstFrame * 10_000 + Math.round(seconds * 1_000_000));
  }

  @Override
  public void close() {
    session.close();
  }
}
