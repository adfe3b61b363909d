package io.parley.jobs.recording;

import io.parley.jobs.stores.MeetingStore;
import io.parley.jobs.stores.Opener;
import io.parley.storage.contract.MeetingId;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * A stage that turns a task into an object and says so: without state, so that any worker can do
 * it, and do it again. What belongs to a deleted meeting is dropped.
 *
 * @param <T> the task
 * @param <R> what it says
 */
abstract class StoreFunction<T, R> extends ProcessFunction<T, R> {
  private static final long serialVersionUID = 1;

  private final Opener<MeetingStore> opener;
  private transient @Nullable MeetingStore store;

  StoreFunction(Opener<MeetingStore> opener) {
    this.opener = opener;
  }

  abstract String meetingOf(T task);

  /** Empty if there turned out to be nothing to store. */
  abstract Optional<R> store(T task, MeetingStore store) throws IOException;

  @Override
  public void open(OpenContext context) throws Exception {
    store = opener.open();
  }

  @Override
  public void processElement(T task, Context context, Collector<R> out) throws Exception {
    MeetingStore open = store;
    if (open != null && !open.wasDeleted(new MeetingId(meetingOf(task)))) {
      store(task, open).ifPresent(out::collect);
    }
  }

  @Override
  public void close() throws Exception {
    if (store != null) {
      store.close();
    }
  }
}
