package io.parley.sfu.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Packets of one participant that the log never saw, over all its tracks so far. A tap may still
 * lose packets that wait in its buffer after its track has ended, so the latest are kept; of older
 * ones only the count. Bounded, however often tracks begin and end. On the meeting's loop.
 */
final class TapLosses {
  /** Taps of ended tracks whose losses are still followed. */
  static final int FOLLOWED = 32;

  private final List<MeetingLog.Tap> live = new ArrayList<>();
  private final Deque<MeetingLog.Tap> ended = new ArrayDeque<>();
  private long settled;

  void add(MeetingLog.Tap tap) {
    live.add(tap);
  }

  /** The tap's track is over. */
  void ended(MeetingLog.Tap tap) {
    live.remove(tap);
    if (ended.size() == FOLLOWED) {
      settled += ended.remove().dropped();
    }
    ended.add(tap);
  }

  long dropped() {
    long sum = settled;
    for (MeetingLog.Tap tap : live) {
      sum += tap.dropped();
    }
    for (MeetingLog.Tap tap : ended) {
      sum += tap.dropped();
    }
    return sum;
  }

  /** Taps held. */
  int size() {
    return live.size() + ended.size();
  }
}
