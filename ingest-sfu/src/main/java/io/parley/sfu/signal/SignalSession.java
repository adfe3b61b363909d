package io.parley.sfu.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.parley.sfu.loop.MicroClock;
import io.parley.sfu.loop.RateLimit;
import io.parley.sfu.ortc.RouterCapabilities;
import io.parley.sfu.room.Meeting;
import io.parley.sfu.room.Meetings;
import io.parley.sfu.room.Participant;
import io.parley.sfu.room.RequestException;
import io.parley.sfu.room.RequestException.Code;
import io.parley.sfu.room.SignalChannel;
import io.parley.storage.codec.RoomTokenCodec;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.RoomToken;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One signalling connection. Messages come on the web server's thread, one after the other; what
 * concerns the meeting is done on its loop, in the same order.
 */
final class SignalSession {
  private static final Logger LOG = LoggerFactory.getLogger(SignalSession.class);

  static final int MESSAGES_A_SECOND = 50;
  static final int MESSAGES_AT_ONCE = 300;

  /** Close code for those who keep sending too much, or nothing (RFC 6455 §7.4.1). */
  static final int POLICY = 1008;

  private static final int PATIENCE = 100;

  private final RoomToken token;
  private final RoomTokenCodec.Opened opened;
  private final String address;
  private final Surroundings around;
  private final SocketChannel channel;
  private final RateLimit rate;
  private final long openedMicros;
  private volatile boolean joined;
  private int refused;
  private Meetings.@Nullable Room room;

  /** Touched on the meeting's loop only. */
  private @Nullable Participant participant;

  private record Request(long id, String method, JsonNode data) {}

  /** What all connections share. */
  record Surroundings(
      Meetings meetings,
      SignalDoor door,
      SignalMetrics metrics,
      MicroClock clock,
      IceServers iceServers) {
    Instant now() {
      return Instant.ofEpochMilli(clock.epochMicros() / 1_000);
    }
  }

  /**
   * @param address where it came from
   */
  SignalSession(
      RoomTokenCodec.Opened opened, String address, SocketChannel channel, Surroundings around) {
    this.token = opened.token();
    this.opened = opened;
    this.address = address;
    this.around = around;
    this.channel = channel;
    this.openedMicros = around.clock().monotonicMicros();
    this.rate = new RateLimit(MESSAGES_A_SECOND, MESSAGES_AT_ONCE, around.clock());
  }

  SocketChannel channel() {
    return channel;
  }

  /** Closes a connection on which nobody joins; any thread. */
  void endIfIdle(long limitMicros) {
    if (!joined && around.clock().monotonicMicros() - openedMicros > limitMicros) {
      SignalDoor.Answer late = around.door().late(opened, address);
      channel.close(late.code(), late.reason());
    }
  }

  void message(String text) {
    around.metrics().messages().increment();
    if (!rate.allows()) {
      refuse();
      return;
    }
    Request request = parse(text);
    if (request == null) {
      return;
    }
    if (request.method().equals("getRouterRtpCapabilities")) {
      channel.answer(request.id(), Map.of("rtpCapabilities", RouterCapabilities.get()));
      return;
    }
    Meetings.Room where = roomFor(request);
    if (where != null) {
      where.loop().execute(() -> handle(where.meeting(), request));
    }
  }

  void closed() {
    Meetings.Room where = room;
    if (where != null) {
      where
          .loop()
          .execute(
              () -> {
                if (participant != null) {
                  where.meeting().disconnected(participant, channel);
                }
              });
    }
  }

  private void refuse() {
    around.metrics().refused().increment();
    channel.error(null, Code.TOO_MANY.wireName(), "at most 50 messages a second");
    if (++refused > PATIENCE) {
      channel.close(POLICY, "too-many");
    }
  }

  private @Nullable Request parse(String text) {
    Long id = null;
    try {
      JsonNode node = Json.parse(text);
      id = node.path("id").canConvertToLong() ? node.path("id").asLong() : null;
      JsonNode method = node.path("method");
      if (id == null || !method.isTextual()) {
        throw new RequestException(Code.BAD_REQUEST, "a request has a number id and a method");
      }
      JsonNode data = node.path("data");
      boolean none = data instanceof MissingNode || data.isNull();
      return new Request(id, method.asText(), none ? Json.parse("{}") : data);
    } catch (JsonProcessingException e) {
      around.metrics().malformed().increment();
      channel.error(id, Code.BAD_REQUEST.wireName(), "not JSON");
    } catch (RequestException e) {
      around.metrics().malformed().increment();
      channel.error(id, e.code().wireName(), String.valueOf(e.getMessage()));
    }
    return null;
  }

  /** Where the request is to be done; null if nowhere, and it has been answered. */
  private Meetings.@Nullable Room roomFor(Request request) {
    Meetings.Room where = room;
    if (where != null) {
      return where;
    }
    if (request.method().equals("endMeeting")) {
      where = around.meetings().find(token.meetingId());
      if (where == null) {
        channel.error(request.id(), Code.NO_SUCH_MEETING.wireName(), "the meeting does not run");
      }
      return where;
    }
    if (!request.method().equals("join")) {
      channel.error(request.id(), Code.NOT_JOINED.wireName(), "join first");
      return null;
    }
    room = around.meetings().enter(token);
    if (room == null) {
      channel.error(request.id(), Code.MEETING_OVER.wireName(), "the meeting is over");
      channel.close(SignalChannel.MEETING_OVER, "meeting-over");
    }
    return room;
  }

  private void handle(Meeting meeting, Request request) {
    try {
      one(meeting, request);
    } catch (RequestException e) {
      around.metrics().failed(e.code()).increment();
      if (e.code() == Code.FORBIDDEN) {
        around.door().refused(request.method(), String.valueOf(e.getMessage()), address, token);
      }
      channel.error(request.id(), e.code().wireName(), String.valueOf(e.getMessage()));
      if (e.code() == Code.MEETING_OVER) {
        channel.close(SignalChannel.MEETING_OVER, "meeting-over");
      }
    } catch (JsonProcessingException e) {
      around.metrics().failed(Code.BAD_REQUEST).increment();
      channel.error(request.id(), Code.BAD_REQUEST.wireName(), e.getOriginalMessage());
    } catch (RuntimeException e) {
      around.metrics().failed(Code.INTERNAL).increment();
      LOG.error("Request {} failed", request.method(), e);
      channel.error(request.id(), Code.INTERNAL.wireName(), "our mistake; it is in the log");
    }
  }

  private void one(Meeting meeting, Request request)
      throws RequestException, JsonProcessingException {
    Participant who = participant;
    switch (request.method()) {
      case "join" -> join(meeting, request);
      case "endMeeting" -> {
        meeting.requireEnd(token);
        channel.answer(request.id(), Map.of());
        meeting.end(MeetingEvent.EndReason.HOST_ENDED);
      }
      case "leave" -> {
        channel.answer(request.id(), Map.of());
        if (who != null) {
          meeting.leave(who);
        }
      }
      case "getMeetingStats" ->
          meeting.gatherStats(joined(meeting, who), stats -> channel.answer(request.id(), stats));
      default ->
          channel.answer(
              request.id(),
              RequestRouter.handle(
                  meeting, joined(meeting, who), request.method(), request.data()));
    }
  }

  private static Participant joined(Meeting meeting, @Nullable Participant who)
      throws RequestException {
    if (who == null || !meeting.has(who)) {
      throw new RequestException(Code.NOT_JOINED, "join first");
    }
    return who;
  }

  private void join(Meeting meeting, Request request)
      throws RequestException, JsonProcessingException {
    if (participant != null) {
      throw new RequestException(Code.ALREADY_JOINED, "this connection has joined");
    }
    Requests.Join join = Json.read(request.data(), Requests.Join.class);
    if (around.door().isSpent(opened)) {
      SignalDoor.Answer replayed = around.door().replayed(opened, address);
      channel.close(replayed.code(), replayed.reason());
      return;
    }
    Participant who = meeting.join(token, join.rtpCapabilities(), join.resumeKey(), channel);
    around.door().joined(opened);
    joined = true;
    participant = who;
    boolean resumed = who.resumeKey().equals(join.resumeKey());
    IceServers ice = around.iceServers();
    channel.answer(
        request.id(),
        meeting
            .joined(who, resumed)
            .withIce(ice.forClient(who.id().value(), around.now()), ice.policy()));
    meeting.afterJoined(who);
  }
}
