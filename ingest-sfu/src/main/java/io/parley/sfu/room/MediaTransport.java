package io.parley.sfu.room;

import io.parley.sfu.forward.ReceivePath;
import io.parley.sfu.forward.ReceiverFeedback;
import io.parley.sfu.forward.SubscriberFeedback;
import io.parley.sfu.forward.SubscriberLink;
import io.parley.sfu.loop.EventLoop;
import io.parley.sfu.loop.MicroClock;
import io.parley.sfu.track.PacketSink;
import io.parley.sfu.transport.DisconnectReason;
import io.parley.sfu.transport.WebRtcTransport;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One direction of one participant's media: the encrypted connection with the paths at its ends. On
 * the meeting's loop.
 */
final class MediaTransport implements WebRtcTransport.Listener, PacketSink {

  /** Which way media flows, as the client says it. */
  enum Direction {
    SEND,
    RECV
  }

  /** What the meeting wants to know. */
  interface Events {
    void connected(MediaTransport transport);

    void disconnected(MediaTransport transport, DisconnectReason reason);
  }

  final Direction direction;
  final ReceivePath receivePath;
  final ReceiverFeedback receiverFeedback;
  final SubscriberLink link;
  final SubscriberFeedback subscriberFeedback;
  private final MicroClock clock;
  private final Events events;
  private final WebRtcTransport wire;
  private boolean ended;
  private int mids;

  MediaTransport(
      Direction direction,
      TransportFactory factory,
      EventLoop loop,
      ReceivePath.LevelListener levels,
      Events events) {
    this.direction = direction;
    this.clock = loop.clock();
    this.events = events;
    this.receivePath = new ReceivePath(levels, clock.monotonicMicros());
    this.receiverFeedback = new ReceiverFeedback(receivePath, this);
    this.link = new SubscriberLink(this, loop);
    this.subscriberFeedback = new SubscriberFeedback(link);
    this.wire = factory.create(this);
  }

  WebRtcTransport wire() {
    return wire;
  }

  String id() {
    return wire.id();
  }

  boolean ended() {
    return ended;
  }

  /**
   * Names the next track on this transport.
   *
   * @param given names that the client gave to tracks; null leaves it to us
   */
  String nextMid(@Nullable Map<String, String> given, String producerId) {
    String name = given == null ? null : given.get(producerId);
    return name == null ? Integer.toString(mids++) : name;
  }

  Views.TransportView view() {
    return new Views.TransportView(
        wire.id(), wire.iceParameters(), wire.iceCandidates(), wire.dtlsParameters());
  }

  @Override
  public void onConnected() {
    events.connected(this);
  }

  @Override
  public void onRtp(byte[] buf, int off, int len, long arrivalEpochMicros) {
    byte[] packet = Arrays.copyOfRange(buf, off, off + len);
    receivePath.rtp(packet, 0, len, arrivalEpochMicros, clock.monotonicMicros());
  }

  @Override
  public void onRtcp(byte[] buf, int off, int len, long arrivalEpochMicros) {
    receivePath.rtcp(buf, off, len, arrivalEpochMicros, clock.monotonicMicros());
    subscriberFeedback.rtcp(buf, off, len);
  }

  @Override
  public void onDisconnected(DisconnectReason reason) {
    ended = true;
    link.close();
    events.disconnected(this, reason);
  }

  @Override
  public void rtp(byte[] buf, int off, int len) {
    if (!ended) {
      wire.sendRtp(buf, off, len);
    }
  }

  @Override
  public void rtcp(byte[] buf, int off, int len) {
    if (!ended) {
      wire.sendRtcp(buf, off, len);
    }
  }

  /** Nothing is sent with this SSRC any more, ever. */
  void forget(long ssrc) {
    wire.forget(ssrc);
  }

  void close() {
    wire.close();
  }
}
