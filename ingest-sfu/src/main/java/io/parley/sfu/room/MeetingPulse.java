package io.parley.sfu.room;

import io.parley.sfu.forward.PublishedTrack;
import io.parley.sfu.forward.ReceiverFeedback;
import io.parley.sfu.loop.EventLoop;
import io.parley.sfu.speaker.DominantSpeaker;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.ParticipantId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a meeting does again and again as time passes. One timer; on the meeting's loop. */
final class MeetingPulse {
  /** Reports on which they are taken come once a second. */
  static final long ROUND_TRIPS_MICROS = 500_000;

  static final long LAYERS_MICROS = 100_000;
  static final long LEVELS_MICROS = 200_000;
  static final long QUALITY_MICROS = 2_000_000;
  static final long REPORT_MICROS = 5_000_000;

  /** Assumed until measured. */
  private static final long ROUND_TRIP_MICROS = 100_000;

  /** Quieter than this (-60 dBov) is nobody speaking. */
  private static final int QUIET = 60;

  /** Decibels from one level that is told to the next. */
  private static final int LEVEL_STEP = 2;

  private final Meeting meeting;
  private final DominantSpeaker speakers = new DominantSpeaker();
  private final Map<ParticipantId, Integer> loudest = new HashMap<>();
  private final Map<ParticipantId, QualityMeter> meters = new HashMap<>();
  private final Map<ParticipantId, Long> roundTrips = new HashMap<>();
  private EventLoop.@Nullable Timer timer;
  private Map<String, Double> told = Map.of();
  private long roundTripsMicros;
  private long layersMicros;
  private long levelsMicros;
  private long speakerMicros;
  private long qualityMicros;
  private long reportMicros;

  MeetingPulse(Meeting meeting) {
    this.meeting = meeting;
    long now = meeting.loop().clock().monotonicMicros();
    roundTripsMicros = now;
    layersMicros = now;
    levelsMicros = now;
    speakerMicros = now;
    qualityMicros = now;
    reportMicros = now;
  }

  void start() {
    timer = meeting.loop().every(ReceiverFeedback.PERIOD_MICROS, this::beat);
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
    }
  }

  @Nullable ParticipantId dominant() {
    return speakers.current();
  }

  void level(Participant participant, PublishedTrack track, int level, long nowMicros) {
    if (track.description().source() != MediaSource.MICROPHONE) {
      return;
    }
    speakers.level(participant.id(), level, nowMicros);
    loudest.merge(participant.id(), level, Math::min);
  }

  /** The participant's microphone is off. */
  void silent(Participant participant) {
    ParticipantId before = speakers.current();
    speakers.remove(participant.id());
    loudest.remove(participant.id());
    if (before != null && speakers.current() == null) {
      tellDominant();
    }
  }

  void forget(Participant participant) {
    meters.remove(participant.id());
    silent(participant);
  }

  private void beat() {
    long now = meeting.loop().clock().monotonicMicros();
    feedBack(now);
    if (now - layersMicros >= LAYERS_MICROS) {
      layersMicros = now;
      meeting.media().chooseLayers();
    }
    if (now - levelsMicros >= LEVELS_MICROS) {
      levelsMicros = now;
      tellLevels();
    }
    if (now - speakerMicros >= DominantSpeaker.PERIOD_MICROS) {
      speakerMicros = now;
      if (speakers.evaluate(now)) {
        tellDominant();
      }
    }
    if (now - qualityMicros >= QUALITY_MICROS) {
      qualityMicros = now;
      tellQuality();
    }
    if (now - reportMicros >= REPORT_MICROS) {
      reportMicros = now;
      logQuality();
    }
  }

  private void feedBack(long now) {
    if (now - roundTripsMicros >= ROUND_TRIPS_MICROS) {
      roundTripsMicros = now;
      roundTrips.clear();
      for (Participant participant : meeting.participants()) {
        roundTrips.put(participant.id(), participant.roundTripMicros());
      }
    }
    for (Participant participant : meeting.participants()) {
      MediaTransport send = participant.send;
      if (send != null && !send.ended()) {
        long roundTrip = roundTrips.getOrDefault(participant.id(), -1L);
        boolean recorded = meeting.recording() && participant.token.consentToRecording();
        send.receiverFeedback.run(now, roundTrip < 0 ? ROUND_TRIP_MICROS : roundTrip, recorded);
      }
    }
  }

  /** Only what one could see or hear to be different is told again. */
  private void tellLevels() {
    Map<String, Double> levels = new HashMap<>();
    loudest.forEach(
        (participant, level) -> {
          if (level < QUIET) {
            int step = level - level % LEVEL_STEP;
            levels.put(participant.value(), Math.pow(10, -step / 20.0));
          }
        });
    loudest.clear();
    if (!levels.equals(told)) {
      told = levels;
      Views.Levels view = new Views.Levels(levels);
      meeting.participants().forEach(one -> one.tellNow("audioLevels", view));
    }
  }

  private void tellDominant() {
    ParticipantId now = speakers.current();
    meeting.log(new MeetingEvent.ActiveSpeaker(meeting.id(), meeting.now(), now));
    Views.Dominant view = new Views.Dominant(now == null ? null : now.value());
    meeting.tellAll("dominantSpeaker", view);
  }

  private void tellQuality() {
    Map<String, Views.QualityView> all = new HashMap<>();
    for (Participant participant : meeting.participants()) {
      all.put(
          participant.id().value(),
          meters.computeIfAbsent(participant.id(), id -> new QualityMeter()).measure(participant));
    }
    Views.Qualities view = new Views.Qualities(all);
    meeting.participants().forEach(one -> one.tellNow("quality", view));
  }

  private void logQuality() {
    for (Participant participant : meeting.participants()) {
      meeting.log(QualityMeter.report(meeting, participant));
      for (Producer producer : participant.producers.values()) {
        meeting.log(QualityMeter.report(meeting, producer));
      }
      if (!participant.consumers.isEmpty()) {
        meeting.log(QualityMeter.received(meeting, participant));
      }
    }
  }
}
