package io.parley.sfu.room;

import io.parley.sfu.forward.SendPath;
import io.parley.sfu.ortc.MediaKind;
import io.parley.sfu.ortc.Negotiation;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.room.MediaTransport.Direction;
import io.parley.sfu.room.RequestException.Code;
import io.parley.sfu.transport.DisconnectReason;
import io.parley.sfu.transport.DtlsParameters;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.RoomToken.Grant;
import io.parley.storage.contract.TrackDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who sends what to whom in one meeting. On the meeting's loop. */
public final class MeetingMedia {
  private static final int MAX_PRODUCERS = 8;

  private final Meeting meeting;
  private final TrackNames names;
  private final Ssrcs ssrcs;
  private final LayerChoice choice;
  private long consumerNumber;

  MeetingMedia(Meeting meeting) {
    this.meeting = meeting;
    this.names = new TrackNames(meeting.id());
    this.ssrcs = new Ssrcs(meeting.context().random());
    this.choice = new LayerChoice(meeting);
  }

  /** A new transport; one of the same direction from before is closed with all it carried. */
  public Views.TransportView createTransport(Participant participant, boolean sending)
      throws RequestException {
    participant.require(sending ? Grant.PUBLISH : Grant.SUBSCRIBE);
    participant.requireCalm();
    MediaTransport before = sending ? participant.send : participant.recv;
    if (before != null) {
      drop(participant, before);
    }
    MediaTransport transport =
        new MediaTransport(
            sending ? Direction.SEND : Direction.RECV,
            meeting.context().transports(),
            meeting.loop(),
            (track, level, nowMicros) ->
                meeting.pulse().level(participant, track, level, nowMicros),
            new TransportEvents(participant));
    if (sending) {
      participant.send = transport;
    } else {
      participant.recv = transport;
      meeting.loop().execute(() -> subscribeToAll(participant));
    }
    return transport.view();
  }

  public void connectTransport(
      Participant participant, String transportId, DtlsParameters parameters)
      throws RequestException {
    try {
      participant.openTransport(transportId).wire().connect(parameters);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new RequestException(Code.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  /** A transport as it is now. */
  public Views.TransportView transport(Participant participant, String transportId)
      throws RequestException {
    return participant.openTransport(transportId).view();
  }

  public Views.IceRestarted restartIce(Participant participant, String transportId)
      throws RequestException {
    return new Views.IceRestarted(participant.openTransport(transportId).wire().restartIce());
  }

  /** A participant begins to send a track. */
  public Views.Produced produce(
      Participant participant,
      String transportId,
      MediaKind kind,
      MediaSource source,
      RtpParameters offered,
      boolean paused)
      throws RequestException {
    participant.require(Grant.PUBLISH);
    MediaTransport transport = participant.openTransport(transportId);
    if (transport.direction != Direction.SEND) {
      throw new RequestException(Code.BAD_REQUEST, "this transport is for receiving");
    }
    if (participant.producers.size() >= MAX_PRODUCERS) {
      throw new RequestException(Code.TOO_MANY, "at most " + MAX_PRODUCERS + " tracks");
    }
    participant.requireCalm();
    if (source.isAudio() != (kind == MediaKind.AUDIO)) {
      throw new RequestException(Code.BAD_REQUEST, source.wireName() + " is not " + kind);
    }
    Producer producer =
        new Producer(
            names.publish(participant.id(), source, kind, offered),
            meeting.loop().clock().monotonicMicros());
    try {
      transport.receivePath.add(producer.track);
    } catch (IllegalArgumentException e) {
      throw new RequestException(Code.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
    producer.track.setPaused(paused);
    participant.producers.put(producer.id(), producer);
    TrackDescription description = producer.track.description();
    meeting.log(new MeetingEvent.TrackPublished(meeting.id(), meeting.now(), description));
    if (paused) {
      logMuted(producer);
    }
    tapIfRecorded(participant, producer);
    meeting.loop().execute(() -> offerToAll(participant, producer));
    return new Views.Produced(producer.id());
  }

  /** The publisher stops or goes on sending; the track stays. */
  public void setProducerPaused(Participant participant, String producerId, boolean paused)
      throws RequestException {
    Producer producer = participant.producer(producerId);
    if (!paused && producer.track.paused()) {
      // Falling silent is always allowed.
      participant.requireCalm();
    }
    setPaused(participant, producer, paused);
  }

  private void setPaused(Participant publisher, Producer producer, boolean paused) {
    if (producer.track.paused() == paused) {
      return;
    }
    producer.track.setPaused(paused);
    logMuted(producer);
    for (Participant other : meeting.participants()) {
      for (Consumer consumer : other.consumers.values()) {
        if (consumer.producer == producer) {
          String what = paused ? "consumerPaused" : "consumerResumed";
          other.tell(what, new Views.ConsumerRef(consumer.id));
        }
      }
    }
    if (paused && producer.source() == MediaSource.MICROPHONE) {
      meeting.pulse().silent(publisher);
    }
  }

  public void closeProducer(Participant participant, String producerId) throws RequestException {
    end(participant, participant.producer(producerId));
  }

  /** The host stops a source of somebody; that client may go on later. */
  public void mute(Participant by, String participantId, MediaSource source)
      throws RequestException {
    by.require(Grant.ADMIN);
    Participant target = meeting.participant(participantId);
    boolean found = false;
    for (Producer producer : target.producers.values()) {
      if (producer.source() == source) {
        found = true;
        setPaused(target, producer, true);
        target.tell("mutedByHost", new Views.MutedByHost(producer.id(), source.wireName()));
      }
    }
    if (!found) {
      throw new RequestException(Code.NO_SUCH_PRODUCER, "nothing of that source is sent");
    }
  }

  public void setConsumerPaused(Participant participant, String consumerId, boolean paused)
      throws RequestException {
    Consumer consumer = participant.consumer(consumerId);
    if (paused) {
      consumer.path.pause();
    } else {
      consumer.path.resume();
    }
    choice.changed(participant, consumer);
  }

  /** The host says how much is sent to each participant. */
  public void setLimits(Participant by, MeetingLimits limits) throws RequestException {
    by.require(Grant.ADMIN);
    choice.limit(limits);
  }

  /** As the host said last. */
  MeetingLimits limits() {
    return choice.limits();
  }

  /** Gives everybody the layers they have use for. */
  void chooseLayers() {
    choice.run();
  }

  public void requestKeyFrame(Participant participant, String consumerId) throws RequestException {
    participant.consumer(consumerId).path.keyFrameRequested();
  }

  /** What a client can show of a track, see {@link LayerWish#set}. */
  public void setPreferredLayers(
      Participant participant,
      String consumerId,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable Integer spatialLayer,
      @Nullable Integer temporalLayer)
      throws RequestException {
    Consumer consumer = participant.consumer(consumerId);
    consumer.wish.set(width, height, spatialLayer, temporalLayer);
    choice.changed(participant, consumer);
  }

  /** What the unit knows of one participant's own media. */
  public Views.Stats stats(Participant participant) {
    return Stats.of(participant, meeting.now());
  }

  /** Recording was switched on or off. */
  void recordingSwitched() {
    for (Participant participant : meeting.participants()) {
      for (Producer producer : participant.producers.values()) {
        tapIfRecorded(participant, producer);
      }
    }
  }

  /** Only what is to be recorded, of those who agreed, enters the log. */
  private void tapIfRecorded(Participant participant, Producer producer) {
    boolean wanted = meeting.recording() && participant.token.consentToRecording();
    if (wanted && !producer.tapped) {
      MeetingLog.Tap tap = producer.tap;
      if (tap == null) {
        tap =
            meeting
                .context()
                .log()
                .tap(producer.track.description(), meeting.startedAtEpochMicros());
        producer.tap = tap;
        participant.taps.add(tap);
      }
      producer.track.add(tap);
      producer.tapped = true;
      producer.track.requestKeyFrame();
    } else if (!wanted && producer.tapped && producer.tap != null) {
      producer.track.remove(producer.tap);
      producer.tapped = false;
    }
  }

  private void subscribeToAll(Participant subscriber) {
    for (Participant publisher : meeting.participants()) {
      for (Producer producer : publisher.producers.values()) {
        subscribe(subscriber, publisher, producer);
      }
    }
  }

  private void offerToAll(Participant publisher, Producer producer) {
    if (publisher.producers.get(producer.id()) != producer) {
      return;
    }
    for (Participant subscriber : meeting.participants()) {
      subscribe(subscriber, publisher, producer);
    }
  }

  void subscribe(Participant subscriber, Participant publisher, Producer producer) {
    MediaTransport transport = subscriber.recv;
    if (subscriber == publisher
        || !subscriber.wants(producer)
        || subscriber.gone
        || transport == null
        || transport.ended()
        || !Negotiation.canConsume(producer.track.codec(), subscriber.capabilities)
        || subscriber.consumers.values().stream().anyMatch(one -> one.producer == producer)) {
      return;
    }
    boolean screen =
        producer.source() == MediaSource.SCREEN || producer.source() == MediaSource.SCREEN_AUDIO;
    String cname = publisher.id().value() + (screen ? "-screen" : "");
    RtpParameters parameters;
    try {
      parameters =
          Negotiation.consumer(
              producer.kind(),
              producer.track.codec(),
              subscriber.capabilities,
              ssrcs.next(),
              ssrcs.next(),
              transport.nextMid(subscriber.watched, producer.id()),
              cname);
    } catch (Negotiation.Unsupported e) {
      throw new IllegalStateException("checked just before", e);
    }
    SendPath path =
        new SendPath(
            producer.track,
            parameters,
            producer.kind() == MediaKind.AUDIO ? transport.link.sound() : transport.link.pictures(),
            meeting.loop().clock(),
            meeting.context().random());
    Consumer consumer = new Consumer("c" + ++consumerNumber, producer, publisher, path, parameters);
    producer.track.add(path);
    transport.subscriberFeedback.add(path);
    subscriber.consumers.put(consumer.id, consumer);
    subscriber.tellNow("newConsumer", consumer.view());
  }

  /** Everything of a participant ends. */
  void release(Participant participant) {
    for (MediaTransport transport : participant.transports()) {
      drop(participant, transport);
    }
  }

  private void drop(Participant participant, MediaTransport transport) {
    if (transport == participant.send) {
      participant.send = null;
      List.copyOf(participant.producers.values()).forEach(producer -> end(participant, producer));
    } else if (transport == participant.recv) {
      participant.recv = null;
      List.copyOf(participant.consumers.values())
          .forEach(consumer -> unsubscribe(participant, consumer));
    }
    transport.close();
  }

  private void end(Participant publisher, Producer producer) {
    publisher.producers.remove(producer.id());
    MediaTransport transport = publisher.send;
    if (transport != null) {
      transport.receivePath.remove(producer.track);
    }
    for (Participant other : meeting.participants()) {
      for (Consumer consumer : List.copyOf(other.consumers.values())) {
        if (consumer.producer == producer) {
          unsubscribe(other, consumer);
        }
      }
    }
    meeting.log(QualityMeter.report(meeting, producer));
    producer.track.end();
    MeetingLog.Tap tap = producer.tap;
    if (tap != null) {
      publisher.taps.ended(tap);
    }
    meeting.log(
        new MeetingEvent.TrackEnded(
            meeting.id(), meeting.now(), producer.track.description().trackId()));
  }

  private void unsubscribe(Participant subscriber, Consumer consumer) {
    subscriber.consumers.remove(consumer.id);
    consumer.producer.track.remove(consumer.path);
    MediaTransport transport = subscriber.recv;
    if (transport != null) {
      transport.subscriberFeedback.remove(consumer.path);
      consumer.ssrcs().forEach(transport::forget);
    }
    consumer.path.ended();
    if (!subscriber.gone) {
      subscriber.tell("consumerClosed", new Views.ConsumerRef(consumer.id));
    }
  }

  private void logMuted(Producer producer) {
    meeting.log(
        new MeetingEvent.TrackMuted(
            meeting.id(),
            meeting.now(),
            producer.track.description().trackId(),
            producer.track.paused()));
  }

  private final class TransportEvents implements MediaTransport.Events {
    private final Participant participant;

    TransportEvents(Participant participant) {
      this.participant = participant;
    }

    /** What was resumed before packets could be sent starts now, with a fresh key frame. */
    @Override
    public void connected(MediaTransport transport) {
      if (transport == participant.recv) {
        for (Consumer consumer : participant.consumers.values()) {
          if (!consumer.path.paused()) {
            consumer.path.pause();
            consumer.path.resume();
          }
        }
      }
    }

    @Override
    public void disconnected(MediaTransport transport, DisconnectReason reason) {
      meeting.mediaDied(participant);
    }
  }
}
