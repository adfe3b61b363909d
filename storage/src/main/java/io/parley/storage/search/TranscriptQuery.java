package io.parley.storage.search;

import io.parley.storage.contract.MeetingId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for, and where that person may look.
 *
 * @param text words, all of which must occur, and "phrases"; anything may stand here, nothing is an
 *     error. Blank finds everything that the filters leave.
 * @param visible the meetings the person may see; nothing outside of them is ever found or counted
 * @param speaker only what this person said, by display name; null for all
 * @param meeting only this meeting; null for all
 * @param from only meetings that started at or after this; null for all
 * @param to only meetings that started before this; null for all
 * @param page from 0
 * @param pageSize 1–100
 */
public record TranscriptQuery(
    String text,
    Set<MeetingId> visible,
    @Nullable String speaker,
    @Nullable MeetingId meeting,
    @Nullable Instant from,
    @Nullable Instant to,
    int page,
    int pageSize) {
  /** Nobody turns further pages than this many results hold. */
  public static final int MAX_RESULTS = 10_000;

  public TranscriptQuery {
    visible = Set.copyOf(visible);
    if (pageSize < 1 || pageSize > 100) {
      throw new IllegalArgumentException("page size is not within 1–100: " + pageSize);
    }
    if (page < 0 || (page + 1L) * pageSize > MAX_RESULTS) {
      throw new IllegalArgumentException("no such page: " + page);
    }
  }

  /** The first page of a search without filters. */
  public static TranscriptQuery of(String text, Set<MeetingId> visible) {
    return new TranscriptQuery(text, visible, null, null, null, null, 0, 20);
  }
}
