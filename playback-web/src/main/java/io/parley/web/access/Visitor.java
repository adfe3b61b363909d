package io.parley.web.access;

import io.parley.storage.catalogue.Account;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;

/** Who is asking. */
public sealed interface Visitor {

  /** How the audit log names the visitor. */
  String actor();

  /** Neither signed in nor let into any meeting. */
  record Anonymous() implements Visitor {
    @Override
    public String actor() {
      return "anonymous";
    }
  }

  /** Came by an invite link, without an account. */
  record Guest(MeetingId meetingId, ParticipantId participantId, String displayName)
      implements Visitor {
    @Override
    public String actor() {
      return "guest:" + participantId.value();
    }
  }

  /** Signed in. */
  record User(Account account) implements Visitor {
    @Override
    public String actor() {
      return "user:" + account.id().value();
    }
  }
}
