package io.parley.web.api;

import io.parley.storage.blob.BlobStore;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.search.TranscriptIndex;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes meetings everywhere: objects, index, rows. The row goes last but one, so that a deletion
 * that breaks off can be asked for again; what jobs stored meanwhile goes after it, and whenever
 * they store more (the row's tombstone tells).
 */
public final class MeetingEraser {
  private static final Logger LOG = LoggerFactory.getLogger(MeetingEraser.class);

  private final Catalogue catalogue;
  private final BlobStore blobs;
  private final TranscriptIndex.Writer index;
  private final Clock clock;

  public MeetingEraser(
      Catalogue catalogue, BlobStore blobs, TranscriptIndex.Writer index, Clock clock) {
    this.catalogue = catalogue;
    this.blobs = blobs;
    this.index = index;
    this.clock = clock;
  }

  /**
   * @throws IOException if not everything could be deleted; asking again goes on
   */
  public void erase(MeetingId meeting) throws IOException {
    sweep(meeting);
    catalogue.meetings().delete(meeting, clock.instant());
    sweep(meeting);
  }

  /** Removes what was stored for a meeting that is deleted already. */
  public void eraseLeftovers(MeetingId meeting) {
    try {
      sweep(meeting);
    } catch (IOException e) {
      LOG.warn("what was stored for deleted meeting {} could not be removed now", meeting, e);
    }
  }

  /**
   * Deletes the meetings that ended longer ago than they are to be kept.
   *
   * @return how many
   */
  public int applyRetention(Duration kept) {
    Instant before = clock.instant().minus(kept);
    int erased = 0;
    for (MeetingId meeting : catalogue.meetings().endedBefore(before.toEpochMilli() * 1_000)) {
      try {
        erase(meeting);
        erased++;
      } catch (IOException e) {
        LOG.warn("meeting {} is past its retention but could not be deleted now", meeting, e);
      }
    }
    return erased;
  }

  private void sweep(MeetingId meeting) throws IOException {
    blobs.deletePrefix(new ObjectKeys(meeting).prefix());
    index.deleteMeeting(meeting);
  }
}
