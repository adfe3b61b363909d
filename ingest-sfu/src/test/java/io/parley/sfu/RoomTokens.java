package io.parley.sfu;

import io.parley.storage.codec.RoomTokenCodec;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RoomToken;
import io.parley.storage.contract.RoomToken.Grant;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Tokens as the web server would make them, of people who may be recorded unless said otherwise.
 */
public final class RoomTokens {
  private RoomTokens() {}

  /** For somebody who may do everything, for ever, in a meeting that is recorded. */
  public static RoomToken of(String meeting, String participant) {
    return of(meeting, participant, EnumSet.allOf(Grant.class), Instant.MAX);
  }

  public static RoomToken of(
      String meeting, String participant, Set<Grant> grants, Instant expiresAt) {
    return new RoomToken(
        new MeetingId(meeting),
        "Planning",
        new ParticipantId(participant),
        "Name of " + participant,
        null,
        grants,
        true,
        true,
        expiresAt);
  }

  /** The same of somebody whose meeting is not to be recorded. */
  public static RoomToken unrecorded(RoomToken token) {
    return with(token, token.consentToRecording(), false);
  }

  /** The same of somebody who did not agree to be recorded. */
  public static RoomToken withoutConsent(RoomToken token) {
    return with(token, false, token.recording());
  }

  private static RoomToken with(RoomToken token, boolean consent, boolean recording) {
    return new RoomToken(
        token.meetingId(),
        token.subject(),
        token.participantId(),
        token.displayName(),
        token.userId(),
        token.grants(),
        consent,
        recording,
        token.expiresAt());
  }

  /** As it stands in a link. */
  public static String signed(byte[] secret, RoomToken token) {
    return new RoomTokenCodec(secret, Clock.systemUTC()).sign(token);
  }
}
