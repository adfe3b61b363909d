package io.parley.jobs.recording;

import io.parley.storage.contract.MeetingEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What happened in a meeting so far, in order, with its times on the meeting clock. A value; built
 * anew from the events whenever it is needed.
 */
final class MeetingHistory {
  private final List<MeetingEvent> events;
  private final long startEpochMicros;
  private final Optional<MeetingEvent.MeetingEnded> end;

  private MeetingHistory(
      List<MeetingEvent> events, long startEpochMicros, Optional<MeetingEvent.MeetingEnded> end) {
    this.events = events;
    this.startEpochMicros = startEpochMicros;
    this.end = end;
  }

  /** Empty while the meeting's start is unknown. */
  static Optional<MeetingHistory> of(List<MeetingEvent> events) {
    return first(events, MeetingEvent.MeetingStarted.class)
        .map(
            started ->
                new MeetingHistory(
                    events.stream()
                        .sorted(Comparator.comparingLong(MeetingEvent::atEpochMicros))
                        .toList(),
                    started.atEpochMicros(),
                    first(events, MeetingEvent.MeetingEnded.class)));
  }

  private static <E extends MeetingEvent> Optional<E> first(
      List<MeetingEvent> events, Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** When the meeting ended, by the first end in the log; empty while it runs. */
  Optional<Long> endMicros() {
    return end.map(this::micros);
  }

  long startEpochMicros() {
    return startEpochMicros;
  }

  /** By the time they happened. */
  List<MeetingEvent> events() {
    return events;
  }

  /** Time on the meeting clock; what happened before the start happened at the start. */
  long micros(MeetingEvent event) {
    return Math.max(0, event.atEpochMicros() - startEpochMicros);
  }

  /** A stretch of the meeting clock, the end excluded. */
  record Span(long fromMicros, long toMicros) {
    boolean holds(long micros) {
      return micros >= fromMicros && micros < toMicros;
    }
  }

  /** When recording was on, in order; the last one is open-ended while it still is. */
  List<Span> recorded() {
    List<Span> spans = new ArrayList<>();
    long onSince = -1;
    for (MeetingEvent event : events) {
      Optional<Boolean> on = switching(event);
      if (on.isPresent() && on.get() && onSince < 0) {
        onSince = micros(event);
      } else if (on.isPresent() && !on.get() && onSince >= 0) {
        spans.add(new Span(onSince, micros(event)));
        onSince = -1;
      }
    }
    if (onSince >= 0) {
      spans.add(new Span(onSince, Long.MAX_VALUE));
    }
    return spans;
  }

  /** What the event says about recording; empty if nothing. */
  static Optional<Boolean> switching(MeetingEvent event) {
    if (event instanceof MeetingEvent.MeetingStarted started) {
      return Optional.of(started.recording());
    }
    if (event instanceof MeetingEvent.RecordingSwitched switched) {
      return Optional.of(switched.on());
    }
    return Optional.empty();
  }
}
