package io.parley.sfu.room;

import io.parley.sfu.loop.EventLoop;
import io.parley.sfu.loop.MicroClock;
import io.parley.sfu.loop.RateLimit;
import io.parley.sfu.ortc.RtpCapabilities;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RoomToken;
import io.parley.storage.contract.RoomToken.Grant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One person in one meeting. On the meeting's loop; sessions hold it as their handle. */
public final class Participant {
  private static final int MAX_MISSED = 1_000;

  /** Joining takes some five, a person who fiddles with buttons one a second. */
  static final int CHANGES_AT_ONCE = 60;

  static final int CHANGES_A_SECOND = 2;

  final Map<String, Producer> producers = new LinkedHashMap<>();
  final Map<String, Consumer> consumers = new LinkedHashMap<>();

  /** On all tracks so far, those that ended included. */
  final TapLosses taps = new TapLosses();

  /** What others hear of: tracks, transports, pauses. */
  final RateLimit changes;

  final String resumeKey;
  final long joinedAtEpochMicros;
  final int colour;
  private final Queue<Missed> missed = new ArrayDeque<>();
  RoomToken token;
  RtpCapabilities capabilities;
  @Nullable MediaTransport send;
  @Nullable MediaTransport recv;
  EventLoop.@Nullable Timer grace;
  boolean gone;

  /** By producer, the mid its packets get; null if all tracks are wanted, as they come. */
  @Nullable Map<String, String> watched;

  private @Nullable SignalChannel channel;

  private record Missed(String method, Object data) {}

  Participant(
      RoomToken token,
      RtpCapabilities capabilities,
      SignalChannel channel,
      String resumeKey,
      MicroClock clock,
      int colour) {
    this.token = token;
    this.capabilities = capabilities;
    this.channel = channel;
    this.resumeKey = resumeKey;
    this.joinedAtEpochMicros = clock.epochMicros();
    this.changes = new RateLimit(CHANGES_A_SECOND, CHANGES_AT_ONCE, clock);
    this.colour = colour;
  }

  public ParticipantId id() {
    return token.participantId();
  }

  /** Lets the same client back in after its connection broke. */
  public String resumeKey() {
    return resumeKey;
  }

  boolean may(Grant grant) {
    return token.grants().contains(grant);
  }

  void require(Grant grant) throws RequestException {
    if (!may(grant)) {
      throw new RequestException(
          RequestException.Code.FORBIDDEN,
          "this needs the grant " + grant.name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * Keeps one who changes without end from keeping everybody busy.
   *
   * @throws RequestException if it is too much
   */
  void requireCalm() throws RequestException {
    if (!changes.allows()) {
      throw new RequestException(RequestException.Code.TOO_MANY, "too many changes; wait a little");
    }
  }

  boolean isOn(SignalChannel other) {
    return channel == other;
  }

  boolean away() {
    return channel == null;
  }

  /** Whether nobody is there who could make new media. */
  boolean endsWithMedia() {
    SignalChannel open = channel;
    return open == null || !open.outlivesMedia();
  }

  /** Whether a track is for this participant: all are, for those who don't watch a chosen few. */
  boolean wants(Producer producer) {
    Map<String, String> chosen = watched;
    return chosen == null || chosen.containsKey(producer.id());
  }

  /** Tells the client now, or when it is back. */
  void tell(String method, Object data) {
    SignalChannel open = channel;
    if (open != null) {
      open.notification(method, data);
    } else if (missed.size() < MAX_MISSED) {
      missed.add(new Missed(method, data));
    }
  }

  /** Tells what is stale a moment later: only a client that listens. */
  void tellNow(String method, Object data) {
    SignalChannel open = channel;
    if (open != null) {
      open.notification(method, data);
    }
  }

  void detach() {
    channel = null;
  }

  /** Goes on with another channel; the one before is closed if it is still open. */
  void attach(SignalChannel next) {
    SignalChannel before = channel;
    channel = next;
    if (before != null && before != next) {
      before.close(SignalChannel.REPLACED, "replaced");
    }
  }

  /** Tells what the client missed while it was away. */
  void catchUp() {
    for (Consumer consumer : consumers.values()) {
      if (!consumer.acknowledged) {
        tell("newConsumer", consumer.view());
      }
    }
    for (Missed one = missed.poll(); one != null; one = missed.poll()) {
      tell(one.method(), one.data());
    }
  }

  void closeChannel(int code, String reason) {
    SignalChannel open = channel;
    channel = null;
    if (open != null) {
      open.close(code, reason);
    }
  }

  /** Those there are. */
  List<MediaTransport> transports() {
    List<MediaTransport> both = new ArrayList<>(2);
    if (send != null) {
      both.add(send);
    }
    if (recv != null) {
      both.add(recv);
    }
    return both;
  }

  /** Whether the network has given up on all media of this participant. */
  boolean mediaLost() {
    return (send != null || recv != null)
        && (send == null || send.ended())
        && (recv == null || recv.ended());
  }

  /** Best known, microseconds; -1 until known. */
  long roundTripMicros() {
    long best = -1;
    for (Consumer consumer : consumers.values()) {
      long one = consumer.path.roundTripMicros();
      best = one >= 0 && (best < 0 || one < best) ? one : best;
    }
    return best;
  }

  Views.ParticipantView view() {
    List<Views.ProducerView> tracks = producers.values().stream().map(Producer::view).toList();
    return new Views.ParticipantView(
        id().value(),
        token.displayName(),
        token.userId() == null ? null : token.userId().value(),
        may(Grant.ADMIN),
        String.format(Locale.ROOT, "#%06x", colour),
        joinedAtEpochMicros,
        tracks);
  }

  /**
   * A transport of this participant.
   *
   * @throws RequestException if it has none of that id that is open
   */
  MediaTransport openTransport(String id) throws RequestException {
    for (MediaTransport transport : transports()) {
      if (transport.id().equals(id) && !transport.ended()) {
        return transport;
      }
    }
    throw new RequestException(
        RequestException.Code.NO_SUCH_TRANSPORT, "no open transport has the id given");
  }

  /**
   * A track that this participant sends.
   *
   * @throws RequestException if there is none of that id
   */
  Producer producer(String id) throws RequestException {
    Producer producer = producers.get(id);
    if (producer == null) {
      throw new RequestException(
          RequestException.Code.NO_SUCH_PRODUCER, "no producer has the id given");
    }
    return producer;
  }

  /**
   * A track that this participant receives; asking for it says that the client knows of it.
   *
   * @throws RequestException if there is none of that id
   */
  Consumer consumer(String id) throws RequestException {
    Consumer consumer = consumers.get(id);
    if (consumer == null) {
      throw new RequestException(
          RequestException.Code.NO_SUCH_CONSUMER, "no consumer has the id given");
    }
    consumer.acknowledged = true;
    return consumer;
  }
}
