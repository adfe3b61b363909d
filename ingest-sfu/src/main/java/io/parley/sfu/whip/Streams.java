package io.parley.sfu.whip;

import io.parley.sfu.ortc.MediaKind;
import io.parley.sfu.ortc.RtpCapabilities;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.room.Meeting;
import io.parley.sfu.room.Meetings;
import io.parley.sfu.room.Participant;
import io.parley.sfu.room.RequestException;
import io.parley.sfu.room.Views;
import io.parley.sfu.room.Watching;
import io.parley.sfu.sdp.Answer;
import io.parley.sfu.sdp.IceCredentials;
import io.parley.sfu.sdp.IceFragment;
import io.parley.sfu.sdp.Offer;
import io.parley.sfu.sdp.OfferedMedia;
import io.parley.sfu.sdp.SdpException;
import io.parley.sfu.transport.IceParameters;
import io.parley.sfu.whip.StreamException.Reason;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.RoomToken;
import io.parley.storage.contract.RoomToken.Grant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All WHIP and WHEP sessions of this process. Any thread; what concerns a meeting is done on its
 * loop. Futures fail with {@link StreamException}.
 */
public final class Streams {
  private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
  private static final int ID_BYTES = 16;

  /** Which way media flows. */
  public enum Kind {
    /** Into the meeting. */
    WHIP("whip"),
    /** Out of it. */
    WHEP("whep");

    private final String path;

    Kind(String path) {
      this.path = path;
    }

    /** The part of addresses that names it. */
    public String path() {
      return path;
    }
  }

  /**
   * A session that began.
   *
   * @param entityTag names its ICE credentials (RFC 9725 §4.3.1), without quotes
   */
  public record Opened(String id, String entityTag, String answer) {}

  /**
   * A fragment that was taken.
   *
   * @param answer null if there is nothing to say: candidates are taken in silence
   */
  public record Patched(String entityTag, @Nullable String answer) {}

  private final Meetings meetings;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, StreamSession> sessions = new ConcurrentHashMap<>();

  public Streams(Meetings meetings) {
    this.meetings = meetings;
  }

  /** Sessions that have not ended. */
  public int size() {
    return sessions.size();
  }

  /**
   * Begins a session from an offer.
   *
   * @param compact the token as it was sent: it stays good for this session after its time
   */
  public CompletableFuture<Opened> open(Kind kind, RoomToken token, String compact, String sdp) {
    CompletableFuture<Opened> opened = new CompletableFuture<>();
    try {
      require(token, Grant.JOIN);
      require(token, kind == Kind.WHIP ? Grant.PUBLISH : Grant.SUBSCRIBE);
      Offer offer = Offer.parse(sdp);
      Map<OfferedMedia, RtpParameters> sent = kind == Kind.WHIP ? sent(offer) : Map.of();
      Meetings.Room room = room(kind, token);
      StreamSession session =
          new StreamSession(
              newId(), kind, token, digest(compact), room, offer, one -> sessions.remove(one.id()));
      room.loop()
          .execute(
              () ->
                  attempt(
                      opened, () -> kind == Kind.WHIP ? publish(session, sent) : play(session)));
    } catch (StreamException e) {
      opened.completeExceptionally(e);
    } catch (SdpException e) {
      opened.completeExceptionally(StreamException.of(e));
    }
    return opened;
  }

  private static void require(RoomToken token, Grant grant) throws StreamException {
    if (!token.grants().contains(grant)) {
      throw new StreamException(Reason.FORBIDDEN, "this needs the grant " + grant);
    }
  }

  /** An encoder may be the first who comes; a player has nothing to play then. */
  private Meetings.Room room(Kind kind, RoomToken token) throws StreamException {
    if (meetings.isOver(token.meetingId())) {
      throw new StreamException(Reason.MEETING_OVER, "the meeting is over");
    }
    Meetings.Room room =
        kind == Kind.WHIP ? meetings.enter(token) : meetings.find(token.meetingId());
    if (room == null) {
      throw new StreamException(Reason.NOT_LIVE, "nobody is in the meeting");
    }
    return room;
  }

  /** One track of each kind (RFC 9725 §4.4.1); of the rest we say no. */
  private static Map<OfferedMedia, RtpParameters> sent(Offer offer) throws SdpException {
    Map<OfferedMedia, RtpParameters> sent =
        new TreeMap<>(java.util.Comparator.comparingInt(OfferedMedia::index));
    SdpException why = null;
    for (OfferedMedia one : offer.media()) {
      boolean taken = sent.keySet().stream().anyMatch(other -> other.kind() == one.kind());
      if (one.sends() && !taken) {
        try {
          sent.put(one, one.sent());
        } catch (SdpException e) {
          why = e;
        }
      }
    }
    if (sent.isEmpty()) {
      throw why == null ? SdpException.unsupported("the offer sends nothing") : why;
    }
    return sent;
  }

  /** What is done on the loop, and may fail. */
  private interface Attempt<T> {
    T run() throws RequestException, SdpException, StreamException;
  }

  private static <T> void attempt(CompletableFuture<T> result, Attempt<T> attempt) {
    try {
      result.complete(attempt.run());
    } catch (RequestException e) {
      result.completeExceptionally(StreamException.of(e));
    } catch (SdpException e) {
      result.completeExceptionally(StreamException.of(e));
    } catch (StreamException e) {
      result.completeExceptionally(e);
    } catch (RuntimeException e) {
      LOG.error("A WHIP or WHEP request failed", e);
      result.completeExceptionally(
          new StreamException(Reason.INTERNAL, "our mistake; it is in the log"));
    }
  }

  private Opened publish(StreamSession session, Map<OfferedMedia, RtpParameters> sent)
      throws RequestException, SdpException {
    RtpCapabilities nothing = new RtpCapabilities(List.of(), List.of());
    return joined(
        session,
        nothing,
        true,
        (meeting, who) -> {
          Map<Integer, RtpParameters> accepted = new TreeMap<>();
          for (Map.Entry<OfferedMedia, RtpParameters> one : sent.entrySet()) {
            MediaKind kind = one.getKey().kind();
            MediaSource source =
                kind == MediaKind.AUDIO ? MediaSource.MICROPHONE : MediaSource.CAMERA;
            meeting.media().produce(who, session.transportId, kind, source, one.getValue(), false);
            accepted.put(one.getKey().index(), one.getValue());
          }
          return accepted;
        },
        session.token().participantId().value());
  }

  private Opened play(StreamSession session) throws RequestException, SdpException {
    RtpCapabilities player = session.offer.capabilities();
    Map<MediaKind, OfferedMedia> places = new EnumMap<>(MediaKind.class);
    for (OfferedMedia one : session.offer.media()) {
      if (one.receives()) {
        places.putIfAbsent(one.kind(), one);
      }
    }
    Map<MediaKind, String> mids = new EnumMap<>(MediaKind.class);
    places.forEach((kind, place) -> mids.put(kind, place.mid()));
    Watching watching =
        Watching.choose(session.room().meeting(), player, session.token().participantId());
    return joined(
        session,
        player,
        false,
        (meeting, who) -> {
          Map<Integer, RtpParameters> accepted = new TreeMap<>();
          for (Views.NewConsumer one : watching.begin(meeting, who, mids)) {
            OfferedMedia place = places.get(one.kind());
            if (place != null) {
              accepted.put(place.index(), one.rtpParameters());
              session.tracks++;
            }
          }
          return accepted;
        },
        watching.publisher().value());
  }

  /** What an encoder or player does once it has a transport. */
  private interface Negotiate {
    Map<Integer, RtpParameters> run(Meeting meeting, Participant who) throws RequestException;
  }

  private Opened joined(
      StreamSession session,
      RtpCapabilities capabilities,
      boolean sending,
      Negotiate negotiate,
      String stream)
      throws RequestException, SdpException {
    Meeting meeting = session.room().meeting();
    Participant who = meeting.join(session.token(), capabilities, null, session);
    session.participant = who;
    try {
      Views.TransportView transport = meeting.media().createTransport(who, sending);
      session.transportId = transport.id();
      Map<Integer, RtpParameters> accepted = negotiate.run(meeting, who);
      meeting.media().connectTransport(who, transport.id(), session.offer.dtls());
      Answer.Local local =
          new Answer.Local(
              transport.iceParameters(), transport.iceCandidates(), transport.dtlsParameters());
      String answer =
          Answer.to(session.offer, accepted, local, !sending, stream)
              .write(random.nextLong(1L << 53));
      sessions.put(session.id(), session);
      return new Opened(session.id(), transport.iceParameters().usernameFragment(), answer);
    } catch (RequestException | SdpException | RuntimeException e) {
      meeting.leave(who);
      throw e;
    }
  }

  /**
   * Takes a fragment: candidates, or the credentials of restarted ICE.
   *
   * @param ifMatch an entity tag in quotes, {@code *} for a restart, or null
   */
  public CompletableFuture<Patched> patch(
      Kind kind, String id, Bearer bearer, @Nullable String ifMatch, String body) {
    CompletableFuture<Patched> patched = new CompletableFuture<>();
    try {
      StreamSession session = session(kind, id, bearer);
      IceFragment fragment = IceFragment.parse(body);
      if (ifMatch == null) {
        throw new StreamException(Reason.PRECONDITION_MISSING, "If-Match is missing");
      }
      session
          .room()
          .loop()
          .execute(() -> attempt(patched, () -> patch(session, ifMatch, fragment)));
    } catch (StreamException e) {
      patched.completeExceptionally(e);
    } catch (SdpException e) {
      patched.completeExceptionally(StreamException.of(e));
    }
    return patched;
  }

  private Patched patch(StreamSession session, String ifMatch, IceFragment fragment)
      throws RequestException, StreamException {
    Meeting meeting = session.room().meeting();
    Participant who = session.participant;
    if (who == null || !meeting.has(who)) {
      throw new StreamException(Reason.NO_SUCH_SESSION, "the session has ended");
    }
    Views.TransportView transport = meeting.media().transport(who, session.transportId);
    boolean any = ifMatch.trim().equals("*");
    IceCredentials theirs = fragment.ice();
    String tag = transport.iceParameters().usernameFragment();
    if (!any && !ifMatch.trim().equals('"' + tag + '"')) {
      throw new StreamException(Reason.STALE, "ICE was restarted since");
    }
    if (theirs == null || theirs.equals(session.remoteIce)) {
      return new Patched(tag, null);
    }
    if (!any) {
      throw new StreamException(Reason.STALE, "a restart of ICE needs If-Match: *");
    }
    IceParameters ours = meeting.media().restartIce(who, session.transportId).iceParameters();
    session.remoteIce = theirs;
    return new Patched(
        ours.usernameFragment(), Answer.restarted(session.offer, ours, transport.iceCandidates()));
  }

  /** Ends a session; the future gives its id. */
  public CompletableFuture<String> close(Kind kind, String id, Bearer bearer) {
    CompletableFuture<String> closed = new CompletableFuture<>();
    try {
      StreamSession session = session(kind, id, bearer);
      session
          .room()
          .loop()
          .execute(
              () ->
                  attempt(
                      closed,
                      () -> {
                        Participant who = session.participant;
                        if (who != null) {
                          session.room().meeting().leave(who);
                        }
                        return id;
                      }));
    } catch (StreamException e) {
      closed.completeExceptionally(e);
    }
    return closed;
  }

  /**
   * Whose request it is.
   *
   * @param token null if it is ours, but its time is over
   * @param compact as it was sent
   */
  public record Bearer(@Nullable RoomToken token, String compact) {}

  /** Whether a session was opened with this very token. */
  public boolean wasOpenedWith(String id, String compact) {
    StreamSession session = sessions.get(id);
    return session != null && MessageDigest.isEqual(session.tokenDigest(), digest(compact));
  }

  private StreamSession session(Kind kind, String id, Bearer bearer) throws StreamException {
    StreamSession session = sessions.get(id);
    if (session == null || session.kind() != kind) {
      throw new StreamException(Reason.NO_SUCH_SESSION, "no session has this address");
    }
    RoomToken token = bearer.token();
    boolean same =
        token == null
            ? wasOpenedWith(id, bearer.compact())
            : token.meetingId().equals(session.token().meetingId())
                && token.participantId().equals(session.token().participantId());
    if (!same) {
      throw new StreamException(Reason.FORBIDDEN, "the token is of somebody else");
    }
    return session;
  }

  private String newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  private static byte[] digest(String compact) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(compact.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }
}
