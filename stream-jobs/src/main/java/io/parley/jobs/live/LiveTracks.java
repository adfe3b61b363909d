package io.parley.jobs.live;

import io.parley.jobs.log.LogEntry;
import io.parley.storage.codec.FormatException;
import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.metrics.MetricGroup;

/**
 * Makes the living tracks of a job.
 *
 * @param <O> what comes out of them
 */
public interface LiveTracks<O> extends Serializable {

  /** Once on each worker, before anything else. */
  default void open(MetricGroup metrics) throws IOException {}

  /**
   * @throws FormatException if the record can't be read; it is counted and skipped
   */
  LiveTrack<O> begin(LogEntry first) throws FormatException;

  /**
   * @throws IOException if the bytes are no snapshot
   */
  LiveTrack<O> restore(byte[] snapshot) throws IOException;
}
