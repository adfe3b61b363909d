package io.parley.storage.catalogue;

import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A meeting as the catalogue knows it.
 *
 * @param startsAt planned; null for a meeting at any time
 * @param endsAt planned; null if open-ended
 * @param inviteCode part of the link that lets people in
 * @param recording whether it is to be recorded
 * @param startedAtEpochMicros zero of the meeting clock; null before the first person came
 * @param endedAtEpochMicros null before the end
 * @param activityEpochMicros when the log last spoke of it; 0 if never
 * @param participantCount how many participants have been in it
 */
public record Meeting(
    MeetingId id,
    String subject,
    UserId hostId,
    String hostName,
    @Nullable Instant startsAt,
    @Nullable Instant endsAt,
    String inviteCode,
    boolean guestsAllowed,
    boolean recording,
    RecordingVisibility visibility,
    MeetingState state,
    @Nullable Long startedAtEpochMicros,
    @Nullable Long endedAtEpochMicros,
    long activityEpochMicros,
    int participantCount,
    Instant createdAt) {

  /** From start to end in microseconds; null while either is missing. */
  public @Nullable Long durationMicros() {
    Long started = startedAtEpochMicros;
    Long ended = endedAtEpochMicros;
    return started == null || ended == null ? null : Math.max(0, ended - started);
  }

  public boolean over() {
    return state == MeetingState.PROCESSING || state == MeetingState.READY;
  }
}
