package io.parley.bench.media;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends what is due, from one thread. The clock is {@link System#nanoTime}. */
public final class Pacer implements AutoCloseable {
  /** Something that is sent piece by piece. */
  interface Source {
    long OVER = Long.MAX_VALUE;

    /** Sends what is due now; returns when to be called next, or {@link #OVER}. */
    long next(long nowNanos);
  }

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread pacer = new Thread(task, "pacer");
            pacer.setDaemon(true);
            return pacer;
          });
  private final long originNanos = System.nanoTime();
  private final long originEpochMicros = System.currentTimeMillis() * 1_000;

  /** Wall clock at a moment of the monotonic one, which doesn't jump. */
  long epochMicros(long nanos) {
    return originEpochMicros + (nanos - originNanos) / 1_000;
  }

  /** Begins to send a source at the given moment. */
  void start(Source source, long atNanos) {
    long wait = Math.max(0, atNanos - System.nanoTime());
    thread.schedule(() -> step(source), wait, TimeUnit.NANOSECONDS);
  }

  private void step(Source source) {
    long due = source.next(System.nanoTime());
    if (due != Source.OVER) {
      start(source, due);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
