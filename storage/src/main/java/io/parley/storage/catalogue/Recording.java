package io.parley.storage.catalogue;

import io.parley.storage.contract.MeetingId;
import org.jspecify.annotations.Nullable;

/**
 * How far a meeting's recording is.
 *
 * @param playableMicros how much can be played without a hole from the start
 * @param durationMicros of what is stored so far; final when ready
 * @param manifestKey object key of the manifest; null until ready
 */
public record Recording(
    MeetingId meetingId,
    RecordingState state,
    long playableMicros,
    long durationMicros,
    @Nullable String manifestKey) {}
