package io.parley.storage.contract;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What playback-web lets a person do in a meeting, told to the SFU. Short-lived and signed.
 *
 * @param userId null for a guest
 * @param consentToRecording the person agreed to be recorded before joining
 * @param recording the meeting is to be recorded
 * @param expiresAt after this the token opens no connection (an open one stays)
 */
public record RoomToken(
    MeetingId meetingId,
    String subject,
    ParticipantId participantId,
    String displayName,
    @Nullable UserId userId,
    Set<Grant> grants,
    boolean consentToRecording,
    boolean recording,
    Instant expiresAt) {
  public RoomToken {
    grants = Set.copyOf(grants);
  }

  /** What the bearer may do. */
  public enum Grant {
    JOIN,
    PUBLISH,
    SUBSCRIBE,
    /** Mute and remove others, end the meeting. */
    ADMIN,
    /** Switch recording on and off. */
    RECORD
  }
}
