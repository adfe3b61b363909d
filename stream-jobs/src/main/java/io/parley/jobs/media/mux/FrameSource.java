package io.parley.jobs.media.mux;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The frames of an archived track, in order, one after the other. */
@FunctionalInterface
public interface FrameSource {
  /** The next frame; null when there are no more. */
  @Nullable ArchivedFrame next() throws IOException;
}
