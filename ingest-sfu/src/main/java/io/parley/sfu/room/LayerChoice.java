package io.parley.sfu.room;

import io.parley.sfu.forward.BandwidthAllocation;
import io.parley.sfu.forward.SendPath;
import io.parley.sfu.ortc.MediaKind;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.ParticipantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Gives every subscriber the layers it has use for and that go through to it, and tells publishers
 * which of theirs nobody takes. Called by the pulse and when a wish changes; on the meeting's loop.
 */
final class LayerChoice {
  /** More than any picture has pixels on a screen, so that the kind goes first. */
  private static final long CLASS = 1L << 40;

  private final Meeting meeting;
  private MeetingLimits limits = MeetingLimits.DEFAULT;

  LayerChoice(Meeting meeting) {
    this.meeting = meeting;
  }

  MeetingLimits limits() {
    return limits;
  }

  void limit(MeetingLimits next) {
    limits = next;
    run();
  }

  /** Looks at everything anew. */
  void run() {
    for (Participant participant : meeting.participants()) {
      MediaTransport transport = participant.recv;
      if (transport != null && !transport.ended()) {
        share(participant, transport);
        transport.link.run();
      }
    }
    for (Participant participant : meeting.participants()) {
      participant.producers.values().forEach(producer -> demand(participant, producer));
    }
  }

  /** One wish changed. */
  void changed(Participant subscriber, Consumer consumer) {
    MediaTransport transport = subscriber.recv;
    if (transport != null) {
      share(subscriber, transport);
    }
    demand(consumer.publisher, consumer.producer);
  }

  private void share(Participant subscriber, MediaTransport transport) {
    List<BandwidthAllocation.Claim> claims = new ArrayList<>();
    long sound = 0;
    for (Consumer consumer : subscriber.consumers.values()) {
      SendPath path = consumer.path;
      if (path.paused() || path.source().paused()) {
        continue;
      }
      if (consumer.producer.kind() == MediaKind.AUDIO) {
        sound += path.source().bitsPerSecond();
      } else {
        claims.add(claim(consumer));
      }
    }
    claims.sort(Comparator.comparingLong(BandwidthAllocation.Claim::importance).reversed());
    List<BandwidthAllocation.Claim> shown = limits.first(claims);
    transport.link.estimator().limit(limits.minBitsPerSecond(), limits.maxBitsPerSecond());
    long known = transport.subscriberFeedback.availableBitsPerSecond();
    long available = known == 0 ? limits.maxBitsPerSecond() : limits.within(known);
    long wanted = BandwidthAllocation.share(shown, available, sound);
    transport.link.estimator().want(wanted);
  }

  private BandwidthAllocation.Claim claim(Consumer consumer) {
    LayerWish wish = consumer.wish;
    return new BandwidthAllocation.Claim(
        consumer.path,
        importance(consumer),
        wish.spatial(consumer.producer.track),
        wish.temporal());
  }

  /** A screen before whoever speaks, then by size on the screen. */
  private long importance(Consumer consumer) {
    ParticipantId speaker = meeting.pulse().dominant();
    long kind =
        consumer.producer.source() == MediaSource.SCREEN
            ? 2
            : speaker != null && consumer.publisher.id().equals(speaker) ? 1 : 0;
    return kind * CLASS + Math.min(CLASS - 1, consumer.wish.area());
  }

  private void demand(Participant publisher, Producer producer) {
    LayerDemand demand = producer.demand;
    if (demand == null || producer.track.paused()) {
      return;
    }
    long now = meeting.loop().clock().monotonicMicros();
    if (demand.update(producer.track.layersTaken(), now)) {
      producer.track.expect(demand.active());
      publisher.tell("producerLayers", new Views.ProducerLayers(producer.id(), demand.active()));
    }
  }
}
