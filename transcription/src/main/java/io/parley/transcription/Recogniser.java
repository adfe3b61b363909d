package io.parley.transcription;

import java.util.List;

/**
 * A speech recogniser with its model loaded, shared by all tracks of a process. Thread-safe; its
 * sessions are not.
 */
public interface Recogniser {
  /** What {@link Session#accept} wants, in samples a second. */
  int SAMPLE_RATE = 16_000;

  RecogniserModel model();

  /** Starts listening to one utterance. The caller closes the session. */
  Session open();

  /**
   * One utterance being heard. The same samples in the same pieces give the same words. Not
   * thread-safe.
   */
  interface Session extends AutoCloseable {
    /** Hears {@code length} further samples of 16-bit mono PCM at {@link #SAMPLE_RATE}. */
    void accept(short[] pcm, int length);

    /** What was understood so far, lower case; may still change. Empty if nothing. */
    String partial();

    /** Ends the utterance; nothing may be accepted afterwards. */
    List<RecognisedWord> finish();

    /** Frees native memory. May be called twice. */
    @Override
    void close();
  }
}
