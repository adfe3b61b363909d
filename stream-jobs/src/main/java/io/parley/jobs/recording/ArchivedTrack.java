package io.parley.jobs.recording;

import io.parley.jobs.media.mux.ArchivedFrame;
import io.parley.jobs.media.mux.FrameSource;
import io.parley.jobs.stores.MeetingStore;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A track out of the files it was archived in; holds one of them at a time. A file that is not
 * there any more is a loss like any other. One thread.
 */
final class ArchivedTrack implements FrameSource {
  private final MeetingStore store;
  private final Deque<String> files;
  private Deque<ArchivedFrame> frames = new ArrayDeque<>();

  /**
   * @param files keys of the files in order
   */
  ArchivedTrack(MeetingStore store, List<String> files) {
    this.store = store;
    this.files = new ArrayDeque<>(files);
  }

  @Override
  public @Nullable ArchivedFrame next() throws IOException {
    while (frames.isEmpty() && !files.isEmpty()) {
      String key = files.removeFirst();
      if (store.exists(key)) {
        frames = new ArrayDeque<>(ArchivedFrame.read(store.get(key)));
      }
    }
    return frames.pollFirst();
  }
}
