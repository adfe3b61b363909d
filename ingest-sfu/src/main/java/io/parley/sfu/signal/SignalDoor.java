package io.parley.sfu.signal;

import io.parley.sfu.room.Meetings;
import io.parley.sfu.room.SignalChannel;
import io.parley.storage.codec.RoomTokenCodec;
import io.parley.storage.codec.RoomTokenException;
import io.parley.storage.contract.RoomToken;
import io.parley.storage.contract.RoomToken.Grant;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who comes in, and why others do not: every refusal has its own reason, which the client is told,
 * the metrics count and {@link AccessLog} writes down. Any thread.
 */
final class SignalDoor {
  static final String REPLAYED = "replayed";

  private final RoomTokenCodec tokens;
  private final Meetings meetings;
  private final Clock clock;
  private final SignalMetrics metrics;
  private final AccessLog log;
  private final SpentTokens spent = new SpentTokens();

  SignalDoor(
      RoomTokenCodec tokens, Meetings meetings, Clock clock, SignalMetrics metrics, AccessLog log) {
    this.tokens = tokens;
    this.meetings = meetings;
    this.clock = clock;
    this.metrics = metrics;
    this.log = log;
  }

  /**
   * What became of a request to come in.
   *
   * @param opened the good token; null if refused
   * @param code of the close or the HTTP answer, and why; 0 and empty if good
   */
  record Answer(RoomTokenCodec.@Nullable Opened opened, int code, String reason) {}

  /** Somebody opens a WebSocket. */
  Answer toSignal(@Nullable String compact, String address) {
    RoomTokenCodec.Opened opened;
    try {
      opened = tokens.open(compact == null ? "" : compact);
    } catch (RoomTokenException e) {
      return refuse("signal", SignalServer.UNAUTHENTICATED, e.reason().wireName(), address, null);
    }
    RoomToken token = opened.token();
    if (isSpent(opened)) {
      return refuse("signal", SignalServer.UNAUTHENTICATED, REPLAYED, address, token);
    }
    if (!token.grants().contains(Grant.JOIN)) {
      return refuse("signal", SignalChannel.FORBIDDEN, "join", address, token);
    }
    if (meetings.isOver(token.meetingId())) {
      return refuse("signal", SignalChannel.MEETING_OVER, "meeting-over", address, token);
    }
    return new Answer(opened, 0, "");
  }

  /** Somebody of a page we do not know. */
  Answer foreign(String address) {
    return refuse("signal", SignalChannel.FORBIDDEN, "origin", address, null);
  }

  /**
   * Somebody asks over HTTP for what administrators of a meeting may.
   *
   * @param authorization the header; null if there is none
   * @param meeting the id that the token must name
   */
  Answer toAdministrate(
      String what, @Nullable String authorization, String meeting, String address) {
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      return refuse(what, 401, "missing", address, null);
    }
    RoomTokenCodec.Opened opened;
    try {
      opened = tokens.open(authorization.substring("Bearer ".length()));
    } catch (RoomTokenException e) {
      return refuse(what, 401, e.reason().wireName(), address, null);
    }
    RoomToken token = opened.token();
    if (!token.grants().contains(Grant.ADMIN)) {
      return refuse(what, 403, Grant.ADMIN.name().toLowerCase(Locale.ROOT), address, token);
    }
    if (!token.meetingId().value().equals(meeting)) {
      return refuse(what, 403, "wrong-meeting", address, token);
    }
    return new Answer(opened, 0, "");
  }

  /**
   * A good token of a bearer who doesn't join with it.
   *
   * @throws RoomTokenException if it isn't a token of ours, or no longer
   */
  RoomTokenCodec.Opened open(String compact) throws RoomTokenException {
    return tokens.open(compact);
  }

  private Answer refuse(
      String what, int code, String reason, String address, @Nullable RoomToken token) {
    metrics.rejected(reason).increment();
    log.refused(what, reason, address, token);
    return new Answer(null, code, reason);
  }

  /** Writes down what somebody was refused who had come in, or has come another way. */
  void refused(String what, String reason, String address, @Nullable RoomToken token) {
    log.refused(what, reason, address, token);
  }

  /** Whether somebody has joined with this token. */
  boolean isSpent(RoomTokenCodec.Opened opened) {
    String id = opened.id();
    return id != null && spent.isSpent(id);
  }

  /** Somebody opened a WebSocket and doesn't join. */
  Answer late(RoomTokenCodec.Opened opened, String address) {
    return refuse("signal", SignalSession.POLICY, "join-timeout", address, opened.token());
  }

  /** Somebody joins with a token that somebody joined with before. */
  Answer replayed(RoomTokenCodec.Opened opened, String address) {
    return refuse("join", SignalServer.UNAUTHENTICATED, REPLAYED, address, opened.token());
  }

  /** Somebody has joined with it: it is worth nothing more. */
  void joined(RoomTokenCodec.Opened opened) {
    String id = opened.id();
    if (id != null) {
      spent.spend(id, opened.token().expiresAt(), clock.instant());
    }
  }
}
