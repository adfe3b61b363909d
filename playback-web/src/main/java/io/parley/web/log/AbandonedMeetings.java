package io.parley.web.log;

import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
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
 */
public final class AbandonedMeetings {
  private static final Logger LOG = LoggerFactory.getLogger(AbandonedMeetings.class);

  private final Catalogue catalogue;
  private final SfuDirectory sfu;
  private final LogWriter log;
  private final Clock clock;
  private final Duration after;
  private final BooleanSupplier caughtUp;
  private final LongSupplier lastTickEpochMicros;
  private final Instant born;

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
          alive
              .map(held -> !held.contains(meeting.id()))
              .orElseGet(() -> silent(lastTickEpochMicros.getAsLong(), now));
      if (dead) {
        end(meeting);
        ended++;
      }
    }
    return ended;
  }

  private void end(Meeting meeting) {
    long at = Math.max(meeting.activityEpochMicros(), lastTickEpochMicros.getAsLong());
    LOG.warn("meeting {} was abandoned by its SFU; ending it", meeting.id());
    log.write(new MeetingEvent.MeetingEnded(meeting.id(), at, MeetingEvent.EndReason.ABANDONED));
  }

  private boolean silent(long lastEpochMicros, Instant now) {
    return lastEpochMicros / 1_000 < now.minus(after).toEpochMilli();
  }
}
