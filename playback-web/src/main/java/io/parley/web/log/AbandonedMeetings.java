package io.parley.web.log;

import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RtpRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends meetings whose SFU died: live in the catalogue, silent in the log for the set time, and not
 * held by the SFU. An SFU that can't be asked counts as dead when its ticks have stopped for as
 * long. The meeting ended when the log last heard of it.
 *
 * <p>Event time stands still without an SFU that ticks, and with it the recording of the meeting.
 * Where no SFU ticks, this class carries event time past the end with ticks of its own; never
 * beyond what any SFU may still write, since ticks must have been silent for the set time.
 *
 * <p>Not thread-safe: one thread sweeps.
 */
public final class AbandonedMeetings {
  private static final Logger LOG = LoggerFactory.getLogger(AbandonedMeetings.class);

  /** Longer than any stage of the jobs waits for what is late. */
  private static final long CARRY_MICROS = 5_000_000;

  private static final long STEP_MICROS = 1_000_000;
  private static final String TICKER = "web";

  private final Catalogue catalogue;
  private final SfuDirectory sfu;
  private final LogWriter log;
  private final Clock clock;
  private final Duration after;
  private final BooleanSupplier caughtUp;
  private final LongSupplier lastTickEpochMicros;
  private final Instant born;

  /** Ends whose time has not been carried on yet: the earliest and the latest; 0 if none. */
  private long carryFromMicros;

  private long carryToMicros;

  /** The last tick of this class; may not have been read back yet. */
  private long carriedMicros;

  /**
   * @param caughtUp whether the log has been read to its end: before, silence means nothing
   */
  public AbandonedMeetings(
      Catalogue catalogue,
      SfuDirectory sfu,
      LogWriter log,
      Clock clock,
      Duration after,
      BooleanSupplier caughtUp,
      LongSupplier lastTickEpochMicros) {
    this.catalogue = catalogue;
    this.sfu = sfu;
    this.log = log;
    this.clock = clock;
    this.after = after;
    this.caughtUp = caughtUp;
    this.lastTickEpochMicros = lastTickEpochMicros;
    this.born = clock.instant();
  }

  /**
   * Looks once.
   *
   * @return how many meetings were ended
   */
  public int sweep() {
    Instant now = clock.instant();
    if (!caughtUp.getAsBoolean() || now.isBefore(born.plus(after))) {
      return 0;
    }
    int ended = endSilent(now);
    carryTimeOn(now);
    return ended;
  }

  private int endSilent(Instant now) {
    int ended = 0;
    Optional<Set<MeetingId>> alive = Optional.empty();
    boolean asked = false;
    for (Meeting meeting : catalogue.meetings().live()) {
      if (!silent(meeting.activityEpochMicros(), now)) {
        continue;
      }
      if (!asked) {
        alive = sfu.alive();
        asked = true;
      }
      boolean dead =
          alive.map(held -> !held.contains(meeting.id())).orElseGet(() -> silent(lastTick(), now));
      if (dead) {
        end(meeting);
        ended++;
      }
    }
    return ended;
  }

  private void end(Meeting meeting) {
    long at = Math.max(meeting.activityEpochMicros(), lastTick());
    LOG.warn("meeting {} was abandoned by its SFU; ending it", meeting.id());
    log.write(new MeetingEvent.MeetingEnded(meeting.id(), at, MeetingEvent.EndReason.ABANDONED));
    carryFromMicros = carryFromMicros == 0 ? at : Math.min(carryFromMicros, at);
    carryToMicros = Math.max(carryToMicros, at + CARRY_MICROS);
  }

  /** As soon as no SFU ticks; one that does has carried time on itself. */
  private void carryTimeOn(Instant now) {
    long ticked = lastTick();
    if (ticked < carryToMicros) {
      boolean past = carryToMicros / 1_000 <= now.toEpochMilli();
      if (!past || !silent(ticked, now) || sfuHoldsAny()) {
        return;
      }
      for (long at = Math.max(ticked, carryFromMicros); at <= carryToMicros; at += STEP_MICROS) {
        log.write(new RtpRecord.Tick(TICKER, at));
        carriedMicros = at;
      }
    }
    carryFromMicros = 0;
    carryToMicros = 0;
  }

  private boolean sfuHoldsAny() {
    return sfu.alive().map(meetings -> !meetings.isEmpty()).orElse(false);
  }

  private long lastTick() {
    return Math.max(lastTickEpochMicros.getAsLong(), carriedMicros);
  }

  private boolean silent(long lastEpochMicros, Instant now) {
    return lastEpochMicros / 1_000 < now.minus(after).toEpochMilli();
  }
}
