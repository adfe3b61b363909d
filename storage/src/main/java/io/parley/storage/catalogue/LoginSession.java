package io.parley.storage.catalogue;

import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.UserId;

/** Whose browser it is. */
public sealed interface LoginSession {

  /** Signed in. */
  record OfAccount(UserId userId) implements LoginSession {}

  /** Came by an invite link, without an account; knows one meeting only. */
  record OfGuest(MeetingId meetingId, ParticipantId participantId, String displayName)
      implements LoginSession {}
}
