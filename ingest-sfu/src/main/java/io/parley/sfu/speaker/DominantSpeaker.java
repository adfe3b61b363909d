package io.parley.sfu.speaker;

import io.parley.storage.contract.ParticipantId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has the floor (Volfin and Cohen, 2012, §3.3). A challenger takes it only by beating the
 * speaker on the short and the medium span and not losing on the long one, so that a cough or an
 * "mhm" changes nothing. Belongs to the meeting's loop.
 */
public final class DominantSpeaker {
  /**
   * How often {@link #evaluate} is to be called. Who speaks is late by half of it on average, which
   * the usual 300 ms would add to every change.
   */
  public static final long PERIOD_MICROS = 40_000;

  /** After so much silence of everybody, nobody has the floor. */
  public static final long SILENCE_MICROS = 10_000_000;

  private static final double SHORT_LEAD = 3;
  private static final double MEDIUM_LEAD = 2;

  private final Map<ParticipantId, SpeakerActivity> speakers = new HashMap<>();
  private @Nullable ParticipantId dominant;
  private long audibleMicros;

  /**
   * A packet's level.
   *
   * @param level -dBov as in RFC 6464: 0 is loudest, 127 is silence
   */
  public void level(ParticipantId participant, int level, long nowMicros) {
    speakers
        .computeIfAbsent(participant, id -> new SpeakerActivity())
        .level(127 - Math.max(0, Math.min(127, level)), nowMicros);
  }

  /** A participant left or muted. */
  public void remove(ParticipantId participant) {
    speakers.remove(participant);
    if (participant.equals(dominant)) {
      dominant = null;
    }
  }

  /** Who has the floor now; null when nobody speaks. */
  public @Nullable ParticipantId current() {
    return dominant;
  }

  /** Decides anew; true if somebody else has the floor than before. */
  public boolean evaluate(long nowMicros) {
    ParticipantId before = dominant;
    speakers.values().forEach(activity -> activity.evaluate(nowMicros));
    SpeakerActivity holder = dominant == null ? null : speakers.get(dominant);
    ParticipantId best = null;
    double bestLead = MEDIUM_LEAD;
    boolean anybodyAudible = false;
    for (Map.Entry<ParticipantId, SpeakerActivity> entry : speakers.entrySet()) {
      SpeakerActivity challenger = entry.getValue();
      boolean audible = challenger.audible();
      anybodyAudible |= audible;
      if (!audible || challenger == holder) {
        continue;
      }
      double lead = holder == null ? leadOverNobody(challenger) : leadOver(challenger, holder);
      if (lead > bestLead) {
        bestLead = lead;
        best = entry.getKey();
      }
    }
    if (anybodyAudible) {
      audibleMicros = nowMicros;
    }
    if (best != null) {
      dominant = best;
    } else if (nowMicros - audibleMicros > SILENCE_MICROS) {
      dominant = null;
    }
    return !java.util.Objects.equals(before, dominant);
  }

  /** The medium lead if the challenger leads on all spans, else negative infinity. */
  private static double leadOver(SpeakerActivity challenger, SpeakerActivity holder) {
    double shortLead = Math.log(challenger.shortScore() / holder.shortScore());
    double mediumLead = Math.log(challenger.mediumScore() / holder.mediumScore());
    boolean leads =
        shortLead > SHORT_LEAD
            && mediumLead > MEDIUM_LEAD
            && challenger.longScore() > holder.longScore();
    return leads ? mediumLead : Double.NEGATIVE_INFINITY;
  }

  private static double leadOverNobody(SpeakerActivity challenger) {
    return challenger.mediumScore() > 1 ? challenger.mediumScore() + MEDIUM_LEAD : 0;
  }
}
