package io.parley.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.parley.storage.catalogue.Admission;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.LoginSession;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.codec.RoomTokenCodec;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RoomToken;
import io.parley.storage.contract.RoomToken.Grant;
import io.parley.storage.contract.UserId;
import io.parley.web.access.AccessPolicy;
import io.parley.web.access.Tokens;
import io.parley.web.access.Visitor;
import io.parley.web.http.Problem;
import io.parley.web.log.LogWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** {@code /invites}: the way into a meeting. */
final class InviteRoutes {
  /** From the door to the SFU takes seconds; a lost token is soon worth nothing. */
  private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);

  private final Catalogue catalogue;
  private final AccessPolicy policy;
  private final BrowserSessions sessions;
  private final MeetingViews views;
  private final Tokens tokens;
  private final RoomTokenCodec roomTokens;
  private final URI signalUrl;
  private final LogWriter log;
  private final Audit audit;
  private final Clock clock;

  InviteRoutes(
      Catalogue catalogue,
      AccessPolicy policy,
      BrowserSessions sessions,
      MeetingViews views,
      Tokens tokens,
      RoomTokenCodec roomTokens,
      URI signalUrl,
      LogWriter log,
      Audit audit,
      Clock clock) {
    this.catalogue = catalogue;
    this.policy = policy;
    this.sessions = sessions;
    this.views = views;
    this.tokens = tokens;
    this.roomTokens = roomTokens;
    this.signalUrl = signalUrl;
    this.log = log;
    this.audit = audit;
    this.clock = clock;
  }

  void get(Context ctx) {
    Meeting meeting = meeting(ctx);
    Json.answer(
        ctx,
        new Views.InviteView(
            meeting.id().value(),
            meeting.subject(),
            meeting.hostName(),
            Views.iso(meeting.startsAt()),
            Views.iso(meeting.endsAt()),
            meeting.state().wireName(),
            meeting.recording(),
            meeting.guestsAllowed()));
  }

  void join(Context ctx) {
    Meeting meeting = meeting(ctx);
    Visitor visitor = sessions.visitor(ctx);
    ObjectNode body = Json.body(ctx);
    String name = Json.text(body, "displayName", AccountRoutes.LONGEST_NAME);
    boolean consent = Json.flag(body, "consentToRecording", false);
    if (meeting.over()) {
      throw Problem.of(410, "meeting-over", "The meeting is over.");
    }
    if (!(visitor instanceof Visitor.User) && !meeting.guestsAllowed()) {
      audit.record(ctx, "refused", meeting.id(), "guests are not allowed");
      throw Problem.of(403, "guests-not-allowed", "This meeting is for people with an account.");
    }
    if (meeting.recording() && !consent) {
      throw Problem.field(
          "consentToRecording", "consent-required", "The meeting is recorded; agree to it first.");
    }
    Admission admission = admission(body, meeting, visitor, name, consent);
    catalogue.admissions().put(admission, clock.instant());
    if (meeting.recording()) {
      log.write(
          new MeetingEvent.ConsentGiven(
              meeting.id(),
              MeetingRoutes.epochMicros(clock.instant()),
              admission.participantId(),
              consent));
    }
    if (!(visitor instanceof Visitor.User)) {
      sessions.becomeGuest(
          ctx, new LoginSession.OfGuest(meeting.id(), admission.participantId(), name));
    }
    audit.record(ctx, "join", meeting.id(), admission.participantId().value());
    Json.answer(
        ctx,
        new Views.AdmissionView(
            token(meeting, admission, visitor),
            signalUrl.toString(),
            admission.participantId().value(),
            views.of(meeting, sessions.visitor(ctx))));
  }

  private Admission admission(
      ObjectNode body, Meeting meeting, Visitor visitor, String name, boolean consent) {
    String rejoin = Json.optionalText(body, "rejoinParticipantId", 96);
    UserId user = visitor instanceof Visitor.User signedIn ? signedIn.account().id() : null;
    ParticipantId participant =
        rejoin == null || rejoin.isEmpty()
            ? new ParticipantId("p-" + tokens.newName(16))
            : own(rejoin, meeting, visitor)
                .orElseThrow(
                    () -> Problem.of(403, "not-your-participant", "That was somebody else."));
    return new Admission(meeting.id(), participant, user, name, consent);
  }

  /** The participant id, if it was given to this visitor before. */
  private Optional<ParticipantId> own(String participantId, Meeting meeting, Visitor visitor) {
    ParticipantId participant;
    try {
      participant = new ParticipantId(participantId);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (visitor instanceof Visitor.Guest guest) {
      boolean same =
          guest.meetingId().equals(meeting.id()) && guest.participantId().equals(participant);
      return same ? Optional.of(participant) : Optional.empty();
    }
    if (visitor instanceof Visitor.User user) {
      return catalogue
          .admissions()
          .find(meeting.id(), participant)
          .filter(before -> user.account().id().equals(before.userId()))
          .map(Admission::participantId);
    }
    return Optional.empty();
  }

  private String token(Meeting meeting, Admission admission, Visitor visitor) {
    Set<Grant> grants = EnumSet.of(Grant.JOIN, Grant.PUBLISH, Grant.SUBSCRIBE);
    if (policy.isHost(visitor, meeting)) {
      grants.add(Grant.ADMIN);
      grants.add(Grant.RECORD);
    }
    Instant expiry = clock.instant().plus(TOKEN_LIFETIME);
    return roomTokens.sign(
        new RoomToken(
            meeting.id(),
            meeting.subject(),
            admission.participantId(),
            admission.displayName(),
            admission.userId(),
            grants,
            admission.consent(),
            meeting.recording(),
            expiry));
  }

  private Meeting meeting(Context ctx) {
    return catalogue
        .meetings()
        .findByInvite(ctx.pathParam("code"))
        .orElseThrow(() -> Problem.of(404, "invite-unknown", "No meeting has this link."));
  }
}
