package io.parley.sfu.whip;

import io.parley.sfu.room.Meetings;
import io.parley.sfu.room.Participant;
import io.parley.sfu.room.SignalChannel;
import io.parley.sfu.sdp.IceCredentials;
import io.parley.sfu.sdp.Offer;
import io.parley.storage.contract.RoomToken;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One encoder or player. It has no way to be told anything, so most of what a meeting says is left
 * unsaid. Touched on the meeting's loop only, but for what says otherwise.
 */
final class StreamSession implements SignalChannel {
  private final String id;
  private final Streams.Kind kind;
  private final RoomToken token;
  private final byte[] tokenDigest;
  private final Meetings.Room room;
  private final Consumer<StreamSession> onEnd;
  final Offer offer;
  IceCredentials remoteIce;
  @Nullable Participant participant;
  String transportId = "";

  /** Tracks a player still gets; an encoder has none. */
  int tracks;

  /**
   * @param onEnd called once the participant is gone
   */
  StreamSession(
      String id,
      Streams.Kind kind,
      RoomToken token,
      byte[] tokenDigest,
      Meetings.Room room,
      Offer offer,
      Consumer<StreamSession> onEnd) {
    this.id = id;
    this.kind = kind;
    this.token = token;
    this.tokenDigest = tokenDigest;
    this.room = room;
    this.offer = offer;
    this.remoteIce = offer.ice();
    this.onEnd = onEnd;
  }

  /** Any thread. */
  String id() {
    return id;
  }

  /** Any thread. */
  Streams.Kind kind() {
    return kind;
  }

  /** The token that it was opened with; any thread. */
  RoomToken token() {
    return token;
  }

  /** Of that token's compact form; any thread. */
  byte[] tokenDigest() {
    return tokenDigest;
  }

  /** Any thread. */
  Meetings.Room room() {
    return room;
  }

  /** A player whose tracks have all ended is let go, so that it asks again for what there is. */
  @Override
  public void notification(String method, Object data) {
    Participant who = participant;
    if (method.equals("consumerClosed") && who != null && --tracks == 0) {
      room.loop().execute(() -> room.meeting().leave(who));
    }
  }

  @Override
  public void close(int code, String reason) {
    onEnd.accept(this);
  }

  @Override
  public boolean outlivesMedia() {
    return false;
  }
}
