package io.parley.storage.catalogue;

import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.UserId;
import org.jspecify.annotations.Nullable;

/**
 * The web server let somebody into a meeting, under this participant id.
 *
 * @param userId null for a guest
 * @param consent agreed to be recorded
 */
public record Admission(
    MeetingId meetingId,
    ParticipantId participantId,
    @Nullable UserId userId,
    String displayName,
    boolean consent) {}
