package io.parley.jobs.stores;

import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RecordingEvent;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Objects and rows of meetings. Every write is a put: doing it twice does no harm. Any thread;
 * every call blocks.
 */
public interface MeetingStore extends AutoCloseable {

  /** Writes or replaces an object. */
  void put(String key, byte[] data, String contentType) throws IOException;

  /** Writes or replaces a large object. */
  void put(String key, Path file, String contentType) throws IOException;

  byte[] get(String key) throws IOException;

  boolean exists(String key) throws IOException;

  /** True once somebody deleted the meeting: nothing of it may be written again. */
  boolean wasDeleted(MeetingId meeting);

  /** Adds the row of a stored object, or of a finished recording, transcript or minutes. */
  void record(RecordingEvent event);

  /**
   * Adds the row of a final utterance.
   *
   * @param speaker display name
   */
  void record(Caption.Utterance utterance, String speaker);

  @Override
  void close() throws IOException;
}
