package io.parley.storage.search;

import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A final utterance with all that a search result shows or filters by.
 *
 * @param utteranceId unique in its meeting
 * @param speaker display name
 * @param userId the account of the speaker; null for a guest
 * @param subject of the meeting
 * @param meetingStartEpochMicros zero of the meeting clock
 * @param startMicros meeting clock, of the first word
 */
public record IndexedUtterance(
    MeetingId meetingId,
    String utteranceId,
    ParticipantId participantId,
    String speaker,
    @Nullable UserId userId,
    String subject,
    long meetingStartEpochMicros,
    long startMicros,
    String text) {}
