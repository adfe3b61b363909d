package io.parley.jobs.media.mux;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a track that decode as they were meant to: from its first key frame on, and after
 * a loss from the next one on. What is left out leaves the last good picture standing. One thread.
 */
final class WholePictures {
  private final FrameSource source;
  private @Nullable ArchivedFrame next;
  private boolean ended;
  private boolean waiting = true;
  private int leftOut;

  WholePictures(FrameSource source) {
    this.source = source;
  }

  /** The next picture without taking it; null at the end. */
  @Nullable ArchivedFrame peek() throws IOException {
    while (next == null && !ended) {
      ArchivedFrame frame = source.next();
      ended = frame == null;
      if (frame == null) {
        break;
      }
      waiting = !frame.keyFrame() && (waiting || frame.lostBefore());
      if (waiting) {
        leftOut++;
      } else {
        next = frame;
      }
    }
    return next;
  }

  /** Done with the one {@link #peek} gave. */
  void advance() {
    next = null;
  }

  /** Pictures left out so far. */
  int leftOut() {
    return leftOut;
  }
}
