package io.parley.storage.search;

import io.parley.storage.contract.MeetingId;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;

/** Everything that was said, to be found again. Derived from the log: it can always be rebuilt. */
public interface TranscriptIndex {

  /** Puts utterances into the index. Any thread may use it. */
  interface Writer extends Closeable {

    /**
     * Adds utterances, or replaces those of the same meeting and id: all of them or none. When this
     * returns they are on disk, and readers find them.
     */
    void upsert(Collection<IndexedUtterance> utterances) throws IOException;

    /** Removes everything said in a meeting; no error if there is nothing. */
    void deleteMeeting(MeetingId meetingId) throws IOException;
  }

  /** Finds utterances. Any thread may use it. */
  interface Reader extends Closeable {

    /** Searches what had been written when this was called. */
    TranscriptHits search(TranscriptQuery query) throws IOException;
  }
}
