package io.parley.web.log;

import io.parley.storage.catalogue.Admission;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.catalogue.Participant;
import io.parley.storage.codec.MeetingLogEntry;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RecordingEvent;
import io.parley.web.live.Colours;
import io.parley.web.live.LiveHub;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings the catalogue to what the log says, then tells the browsers that watch. Runs on the log
 * reader's thread.
 */
public final class MeetingProjection implements LogListener {
  /** How fine the time of a meeting's last sign of life is kept. */
  private static final long ACTIVITY_STEP_MICROS = 5_000_000;

  private final Catalogue catalogue;
  private final LiveHub hub;
  private final Clock clock;
  private final Consumer<MeetingId> ofDeleted;
  private final Map<MeetingId, Long> activity = new HashMap<>();
  private volatile long lastTickEpochMicros;

  /**
   * @param ofDeleted told when jobs stored something for a meeting that was deleted
   */
  public MeetingProjection(
      Catalogue catalogue, LiveHub hub, Clock clock, Consumer<MeetingId> ofDeleted) {
    this.catalogue = catalogue;
    this.hub = hub;
    this.clock = clock;
    this.ofDeleted = ofDeleted;
  }

  /** When any SFU last ticked; 0 if none did. */
  public long lastTickEpochMicros() {
    return lastTickEpochMicros;
  }

  @Override
  public void meeting(MeetingLogEntry entry) {
    if (entry instanceof MeetingLogEntry.Tick tick) {
      lastTickEpochMicros = Math.max(lastTickEpochMicros, tick.atEpochMicros());
    } else if (entry instanceof MeetingLogEntry.Event happened) {
      MeetingEvent event = happened.event();
      apply(event);
      remember(event);
    }
  }

  private void apply(MeetingEvent event) {
    if (event instanceof MeetingEvent.MeetingStarted started) {
      catalogue
          .meetings()
          .started(started.meetingId(), started.atEpochMicros(), started.recording());
      if (started.recording()) {
        tellRecording(started.meetingId());
      }
    } else if (event instanceof MeetingEvent.MeetingEnded ended) {
      catalogue.meetings().ended(ended.meetingId(), ended.atEpochMicros());
      catalogue.participants().allLeft(ended.meetingId(), ended.atEpochMicros());
      activity.remove(ended.meetingId());
      hub.ended(ended.meetingId());
      tellRecording(ended.meetingId());
    } else if (event instanceof MeetingEvent.ParticipantJoined joined) {
      catalogue.participants().joined(joined);
    } else if (event instanceof MeetingEvent.ParticipantLeft left) {
      catalogue.participants().left(left.meetingId(), left.participantId(), left.atEpochMicros());
    } else if (event instanceof MeetingEvent.RecordingSwitched switched && switched.on()) {
      catalogue.recordings().begun(switched.meetingId());
      tellRecording(switched.meetingId());
    } else if (event instanceof MeetingEvent.ChatSent chat) {
      chat(chat);
    }
  }

  private void chat(MeetingEvent.ChatSent chat) {
    if (!catalogue.chat().put(chat) || !hub.watched(chat.meetingId())) {
      return;
    }
    int colour =
        catalogue
            .participants()
            .find(chat.meetingId(), chat.participantId())
            .map(Participant::colour)
            .orElse(Colours.UNKNOWN);
    Optional<Meeting> meeting = catalogue.meetings().find(chat.meetingId());
    hub.chat(chat, colour, meeting.map(Meeting::startedAtEpochMicros).orElse(null));
  }

  @Override
  public void caption(Caption caption) {
    if (!(caption instanceof Caption.Utterance utterance)) {
      return;
    }
    if (utterance.last() || hub.watched(utterance.meetingId())) {
      String speaker = nameOf(utterance.meetingId(), utterance.participantId());
      if (utterance.last()) {
        catalogue.transcripts().put(utterance, speaker);
      }
      hub.caption(utterance, speaker);
    }
  }

  @Override
  public void recording(RecordingEvent event) {
    boolean known;
    if (event instanceof RecordingEvent.SegmentStored stored) {
      known = catalogue.recordings().segmentStored(stored);
      tellRecording(event.meetingId());
    } else if (event instanceof RecordingEvent.RecordingCompleted completed) {
      known = catalogue.recordings().completed(completed);
      tellRecording(event.meetingId());
    } else if (event instanceof RecordingEvent.TranscriptReady ready) {
      known = catalogue.transcripts().completed(ready);
      hub.transcriptReady(event.meetingId());
    } else if (event instanceof RecordingEvent.MinutesReady ready) {
      known = catalogue.minutes().produced(ready, clock.instant());
      hub.minutesReady(event.meetingId());
    } else {
      throw new IllegalStateException("no such recording event: " + event);
    }
    if (!known && catalogue.wasDeleted(event.meetingId())) {
      ofDeleted.accept(event.meetingId());
    }
  }

  private void tellRecording(MeetingId meeting) {
    if (hub.watched(meeting)) {
      catalogue.recordings().find(meeting).ifPresent(hub::recording);
    }
  }

  private String nameOf(MeetingId meeting, ParticipantId participant) {
    return catalogue
        .participants()
        .find(meeting, participant)
        .map(Participant::displayName)
        .or(() -> catalogue.admissions().find(meeting, participant).map(Admission::displayName))
        .orElse(participant.value());
  }

  private void remember(MeetingEvent event) {
    if (event instanceof MeetingEvent.MeetingEnded) {
      return;
    }
    Long known = activity.get(event.meetingId());
    if (known == null || event.atEpochMicros() - known >= ACTIVITY_STEP_MICROS) {
      activity.put(event.meetingId(), event.atEpochMicros());
      catalogue.meetings().active(event.meetingId(), event.atEpochMicros());
    }
  }
}
