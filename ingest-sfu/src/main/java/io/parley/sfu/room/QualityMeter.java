package io.parley.sfu.room;

import io.parley.sfu.forward.TrackStatistics;
import io.parley.storage.contract.MeetingEvent;

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
    double up = receivedNow + lostNow == 0 ? 0 : (double) lostNow / (receivedNow + lostNow);
    double down = 0;
    for (Consumer consumer : participant.consumers.values()) {
      down = Math.max(down, consumer.path.statistics().fractionLost());
    }
    double jitter = jitterMillis(participant);
    double roundTrip = participant.roundTripMicros() / 1_000.0;
    double score = participant.away() ? 0 : score(Math.max(up, down), roundTrip, jitter);
    return new Views.QualityView(
        score, packetsLost(participant), jitter, roundTrip < 0 ? -1 : roundTrip);
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
