package io.parley.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.parley.storage.catalogue.Admission;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.codec.RoomTokenCodec;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RoomToken;
import io.parley.storage.contract.RoomToken.Grant;
import io.parley.web.access.Right;
import io.parley.web.access.Tokens;
import io.parley.web.http.Problem;
import io.parley.web.log.LogWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;

/**
 * {@code /meetings/{id}/streaming-keys}: what a host gives to an encoder or player, which can't
 * come through the door. Each key is one participant.
 */
final class StreamingKeyRoutes {
  /** An encoder is set up before a meeting and comes back when its line drops. */
  private static final Duration LIFETIME = Duration.ofHours(12);

  private final Catalogue catalogue;
  private final MeetingDoor door;
  private final Tokens tokens;
  private final RoomTokenCodec roomTokens;
  private final URI signalUrl;
  private final LogWriter log;
  private final Audit audit;
  private final Clock clock;

  StreamingKeyRoutes(
      Catalogue catalogue,
      MeetingDoor door,
      Tokens tokens,
      RoomTokenCodec roomTokens,
      URI signalUrl,
      LogWriter log,
      Audit audit,
      Clock clock) {
    this.catalogue = catalogue;
    this.door = door;
    this.tokens = tokens;
    this.roomTokens = roomTokens;
    this.signalUrl = signalUrl;
    this.log = log;
    this.audit = audit;
    this.clock = clock;
  }

  void create(Context ctx) {
    Meeting meeting = door.enter(ctx, Right.HOST);
    if (meeting.over()) {
      throw Problem.of(409, "meeting-over", "The meeting is over.");
    }
    ObjectNode body = Json.body(ctx);
    String name = Json.text(body, "displayName", AccountRoutes.LONGEST_NAME);
    boolean consent = Json.flag(body, "consentToRecording", false);
    if (meeting.recording() && !consent) {
      throw Problem.field(
          "consentToRecording", "consent-required", "The meeting is recorded; agree to it first.");
    }
    ParticipantId participant = new ParticipantId("p-" + tokens.newName(16));
    Instant now = clock.instant();
    catalogue.admissions().put(new Admission(meeting.id(), participant, null, name, consent), now);
    if (meeting.recording()) {
      log.write(
          new MeetingEvent.ConsentGiven(
              meeting.id(), MeetingRoutes.epochMicros(now), participant, consent));
    }
    audit.record(ctx, "streaming-key", meeting.id(), participant.value());
    Instant expiry = now.plus(LIFETIME);
    String token =
        roomTokens.sign(
            new RoomToken(
                meeting.id(),
                meeting.subject(),
                participant,
                name,
                null,
                EnumSet.of(Grant.JOIN, Grant.PUBLISH, Grant.SUBSCRIBE),
                consent,
                meeting.recording(),
                expiry));
    ctx.status(201);
    Json.answer(
        ctx,
        new Views.StreamingKeyView(
            token,
            endpoint("whip"),
            endpoint("whep"),
            participant.value(),
            expiry.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString()));
  }

  /** Beside the signalling socket, on the same server. */
  private String endpoint(String kind) {
    String scheme = "wss".equals(signalUrl.getScheme()) ? "https" : "http";
    String path = signalUrl.getPath();
    return scheme
        + "://"
        + signalUrl.getAuthority()
        + path.substring(0, path.lastIndexOf('/') + 1)
        + kind;
  }
}
