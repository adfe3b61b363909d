package io.parley.storage.catalogue;

import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is or was in a meeting.
 *
 * @param userId null for a guest
 * @param colour 24-bit RGB
 * @param leftEpochMicros null while in the meeting
 */
public record Participant(
    ParticipantId participantId,
    String displayName,
    @Nullable UserId userId,
    boolean host,
    int colour,
    long joinedEpochMicros,
    @Nullable Long leftEpochMicros) {}
