package io.parley.storage.catalogue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a host decides about a meeting.
 *
 * @param subject 1–200 characters
 * @param startsAt null for a meeting at any time
 * @param endsAt null if open-ended; not before the start
 */
public record MeetingPlan(
    String subject,
    @Nullable Instant startsAt,
    @Nullable Instant endsAt,
    boolean guestsAllowed,
    boolean recording,
    RecordingVisibility visibility) {
  public static final int SUBJECT_LENGTH = 200;

  public MeetingPlan {
    if (subject.isBlank() || subject.length() > SUBJECT_LENGTH) {
      throw new IllegalArgumentException("the subject must have 1 to 200 characters");
    }
    if (startsAt != null && endsAt != null && endsAt.isBefore(startsAt)) {
      throw new IllegalArgumentException("a meeting cannot end before it starts");
    }
  }
}
