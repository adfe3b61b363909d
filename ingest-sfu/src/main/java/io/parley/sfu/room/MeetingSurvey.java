package io.parley.sfu.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Gathers the statistics of everybody in a meeting, a participant at a time, so that packets pass
 * in between even when many watch many. On the meeting's loop.
 */
final class MeetingSurvey {
  private static final long PAUSE_MICROS = 1_000;

  private final Meeting meeting;
  private final Consumer<Views.MeetingStats> to;
  private final Queue<Participant> left;
  private final List<Views.ParticipantStats> done = new ArrayList<>();

  /**
   * @param to told once, when all are done
   */
  MeetingSurvey(Meeting meeting, Consumer<Views.MeetingStats> to) {
    this.meeting = meeting;
    this.to = to;
    this.left = new ArrayDeque<>(meeting.participants());
  }

  /** Goes on with the next participant, and so to the end. */
  void next() {
    Participant one = left.poll();
    if (one == null) {
      to.accept(new Views.MeetingStats(meeting.id().value(), meeting.now() / 1_000, done));
      return;
    }
    Views.Stats stats = Stats.of(one, meeting.now());
    done.add(new Views.ParticipantStats(one.id().value(), stats.all()));
    meeting.loop().after(PAUSE_MICROS, this::next);
  }
}
