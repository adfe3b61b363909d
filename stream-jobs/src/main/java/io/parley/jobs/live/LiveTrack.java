package io.parley.jobs.live;

import io.parley.jobs.log.LogEntry;
import io.parley.storage.codec.FormatException;
import java.util.function.Consumer;

/**
 * What a job knows about one track while it is read. One thread uses it.
 *
 * @param <O> what comes out of it
 */
public interface LiveTrack<O> extends AutoCloseable {

  /**
   * A record of the track, in the order of its partition.
   *
   * @throws FormatException if it can't be read; it is counted and skipped
   */
  void accept(LogEntry record, Consumer<O> out) throws FormatException;

  /**
   * Event time has come to {@code epochMicros}, and no record up to there is missing. Called at
   * whole multiples of {@link LiveTrackOperator#STEP_MILLIS} while {@link #waiting()}, and between
   * the same two records in every replay.
   */
  void step(long epochMicros, Consumer<O> out);

  /** Whether time alone could make something come out: a packet awaited, an utterance open. */
  boolean waiting();

  /** All that is needed to go on elsewhere with the same result. */
  byte[] snapshot();

  /** Frees what is native. */
  @Override
  default void close() {}
}
