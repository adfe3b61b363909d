package io.parley.jobs.media.compose;

import io.parley.jobs.media.window.ComposedWindow;
import io.parley.jobs.media.window.CompositionSpec;
import io.parley.jobs.media.window.WindowInput;

/** Composes one window: picture, sound, segment. */
public final class WindowComposer {
  private WindowComposer() {}

  /** The same input and spec give the same bytes. Any thread; takes about a second of one core. */
  @SuppressWarnings("DoNotCallSuggester")
  public static ComposedWindow compose(WindowInput input, CompositionSpec spec) {
    throw new UnsupportedOperationException(input.meetingId() + " " + spec);
  }
}
