package io.parley.sfu.room;

import io.parley.sfu.forward.SendStatistics;
import io.parley.sfu.forward.TrackStatistics;
import io.parley.storage.contract.MeetingEvent;
import java.util.Comparator;
import java.util.List;

/**
 * How good one participant's connection is, as others notice it: a score by the E-model's
 * simplified form (ITU-T G.107 as used for VoIP), from loss after repair, delay and jitter.
 */
final class QualityMeter {
  private static final double BEST = 93.2;
  private static final double LOSS_WEIGHT = 2.5;

  private long packetsBefore;
  private long lostBefore;

  /** Since the last call. */
  Views.QualityView measure(Participant participant) {
    long received = 0;
    long unrepaired = 0;
    for (Producer producer : participant.producers.values()) {
      TrackStatistics one = producer.track.statistics();
      received += one.packetsReceived();
      unrepaired += one.packetsUnrepaired();
    }
    long receivedNow = Math.max(0, received - packetsBefore);
    long lostNow = Math.max(0, unrepaired - lostBefore);
    packetsBefore = received;
    lostBefore = unrepaired;
    double delay = measureStreams(participant);
    double up = receivedNow + lostNow == 0 ? 0 : (double) lostNow / (receivedNow + lostNow);
    double down = 0;
    for (Consumer consumer : participant.consumers.values()) {
      down = Math.max(down, consumer.meter.fractionLost());
    }
    double jitter = jitterMillis(participant);
    double roundTrip = participant.roundTripMicros() / 1_000.0;
    double lost = Math.max(up, down);
    double score = participant.away() ? 0 : score(lost, roundTrip, jitter);
    long freezes = 0;
    long frozenMicros = 0;
    for (Producer producer : participant.producers.values()) {
      freezes += producer.track.statistics().freezeCount();
      frozenMicros += producer.track.statistics().freezeMicros();
    }
    return new Views.QualityView(
        score,
        packetsLost(participant),
        jitter,
        roundTrip < 0 ? -1 : roundTrip,
        delay,
        lost,
        freezes,
        frozenMicros / 1_000.0);
  }

  /** Measures every stream from and to a participant; returns the delay of the worst track up. */
  private static double measureStreams(Participant participant) {
    double worst = -1;
    for (Producer producer : participant.producers.values()) {
      TrackStatistics s = producer.track.statistics();
      double delay = delayMillis(participant.roundTripMicros(), s.jitterMillis());
      worst = Math.max(worst, delay);
      producer.meter.measure(
          s.packetsReceived() + s.packetsRepaired(),
          s.packetsUnrepaired(),
          s.freezeMicros(),
          delay,
          MeetingPulse.QUALITY_MICROS);
    }
    for (Consumer consumer : participant.consumers.values()) {
      SendStatistics s = consumer.path.statistics();
      double up = consumer.producer.meter.delayMillis();
      double down = delayMillis(s.roundTripMicros(), s.jitterMillis());
      boolean apart = consumer.parameters.encodings().get(0).rtx() != null;
      long repaired = apart ? s.retransmittedPacketsSent() : 0;
      consumer.meter.measure(
          s.packetsSent() - s.packetsLost(),
          Math.max(0, s.packetsLost() - repaired),
          s.freezeMicros(),
          down < 0 ? -1 : Math.max(0, up) + down,
          MeetingPulse.QUALITY_MICROS);
    }
    return worst;
  }

  /** One way: half of the round trip, and what a receiver waits to be over the jitter. */
  private static double delayMillis(long roundTripMicros, double jitterMillis) {
    return roundTripMicros < 0 ? -1 : roundTripMicros / 2_000.0 + 2 * jitterMillis;
  }

  /**
   * @param loss 0–1
   * @return 0–5
   */
  static double score(double loss, double roundTripMillis, double jitterMillis) {
    double latency = Math.max(0, roundTripMillis) / 2 + 2 * jitterMillis + 10;
    double rating = BEST - (latency < 160 ? latency / 40 : (latency - 120) / 10);
    rating -= LOSS_WEIGHT * loss * 100;
    double score =
        rating <= 0 ? 1 : 1 + 0.035 * rating + 0.000007 * rating * (rating - 60) * (100 - rating);
    // The best this model gives is 4.4: stretch it, so that a perfect connection shows as one.
    double stretched = 1 + (score - 1) * 4 / 3.41;
    return Math.round(10 * Math.max(0, Math.min(5, stretched))) / 10.0;
  }

  static MeetingEvent.QualityReport report(Meeting meeting, Participant participant) {
    long received = 0;
    for (Producer producer : participant.producers.values()) {
      received += producer.track.statistics().packetsReceived();
    }
    long available =
        participant.recv == null ? 0 : participant.recv.subscriberFeedback.availableBitsPerSecond();
    long roundTrip = participant.roundTripMicros();
    return new MeetingEvent.QualityReport(
        meeting.id(),
        meeting.now(),
        participant.id(),
        received,
        packetsLost(participant),
        jitterMillis(participant),
        roundTrip < 0 ? -1 : roundTrip / 1_000.0,
        available,
        participant.taps.dropped());
  }

  /** One published track, with the loss model of its last minute. */
  static MeetingEvent.TrackQuality report(Meeting meeting, Producer producer) {
    TrackStatistics s = producer.track.statistics();
    return new MeetingEvent.TrackQuality(
        meeting.id(),
        meeting.now(),
        producer.track.description().trackId(),
        s.packetsReceived(),
        s.packetsLost(),
        s.packetsUnrepaired(),
        s.bytesReceived(),
        s.jitterMillis(),
        s.freezeCount(),
        s.freezeMicros() / 1_000.0,
        producer.meter.loss().delayLoss(),
        producer.meter.loss().qualityLoss());
  }

  /** What one participant receives. */
  static MeetingEvent.SubscriberQuality received(Meeting meeting, Participant participant) {
    List<MeetingEvent.ReceivedTrack> worst =
        participant.consumers.values().stream()
            .map(QualityMeter::received)
            .sorted(Comparator.comparingDouble(MeetingEvent.ReceivedTrack::qualityLoss).reversed())
            .limit(MeetingEvent.SubscriberQuality.MAX_TRACKS)
            .toList();
    return new MeetingEvent.SubscriberQuality(meeting.id(), meeting.now(), participant.id(), worst);
  }

  private static MeetingEvent.ReceivedTrack received(Consumer consumer) {
    SendStatistics s = consumer.path.statistics();
    return new MeetingEvent.ReceivedTrack(
        consumer.producer.track.description().trackId(),
        s.packetsSent(),
        s.packetsLost(),
        consumer.meter.fractionLost(),
        s.jitterMillis(),
        s.roundTripMicros() < 0 ? -1 : s.roundTripMicros() / 1_000.0,
        s.freezeCount(),
        s.freezeMicros() / 1_000.0,
        consumer.meter.loss().delayLoss(),
        consumer.meter.loss().qualityLoss());
  }

  private static long packetsLost(Participant participant) {
    return participant.producers.values().stream()
        .mapToLong(producer -> producer.track.statistics().packetsLost())
        .sum();
  }

  private static double jitterMillis(Participant participant) {
    return participant.producers.values().stream()
        .mapToDouble(producer -> producer.track.statistics().jitterMillis())
        .max()
        .orElse(0);
  }
}
