package io.parley.jobs.minutes;

import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * All that minutes are made of.
 *
 * @param startedAt zero of the meeting clock
 * @param zone where "tomorrow" is meant
 * @param language BCP 47
 * @param utterances finals, in any order; partials and repetitions are passed over
 */
public record MinutesInput(
    MeetingId meetingId,
    String subject,
    Instant startedAt,
    ZoneId zone,
    long durationMicros,
    String language,
    List<Participant> participants,
    List<Caption.Utterance> utterances) {
  public MinutesInput {
    participants = List.copyOf(participants);
    utterances = List.copyOf(utterances);
  }

  /** Somebody who was there. */
  public record Participant(ParticipantId id, String displayName) {}
}
