package io.parley.jobs.recording;

import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingEvent.LeaveReason;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A meeting as its recording may show it: when recording goes off everybody leaves the picture,
 * when it goes on whoever is there enters it. What happens in between is not told.
 */
final class RecordedView {
  private final Map<ParticipantId, MeetingEvent.ParticipantJoined> people = new LinkedHashMap<>();
  private final Map<TrackId, MeetingEvent.TrackPublished> tracks = new LinkedHashMap<>();
  private final Map<TrackId, MeetingEvent.TrackMuted> muted = new LinkedHashMap<>();
  private final List<MeetingEvent> shown = new ArrayList<>();
  private boolean on;

  private RecordedView() {}

  static List<MeetingEvent> of(MeetingHistory history) {
    RecordedView view = new RecordedView();
    history.events().forEach(view::apply);
    return List.copyOf(view.shown);
  }

  private void apply(MeetingEvent event) {
    boolean before = on;
    on = MeetingHistory.switching(event).orElse(on);
    if (before && !on) {
      leave(event.meetingId(), event.atEpochMicros());
    } else if (!before && on) {
      enter(event.meetingId(), event.atEpochMicros());
    }
    remember(event);
    if (on) {
      shown.add(event);
    }
  }

  private void remember(MeetingEvent event) {
    if (event instanceof MeetingEvent.ParticipantJoined joined) {
      people.put(joined.participantId(), joined);
    } else if (event instanceof MeetingEvent.ParticipantLeft left) {
      people.remove(left.participantId());
      tracks.values().removeIf(t -> t.track().participantId().equals(left.participantId()));
    } else if (event instanceof MeetingEvent.TrackPublished published) {
      tracks.put(published.track().trackId(), published);
    } else if (event instanceof MeetingEvent.TrackEnded ended) {
      tracks.remove(ended.trackId());
    } else if (event instanceof MeetingEvent.TrackMuted mute) {
      muted.put(mute.trackId(), mute);
    }
  }

  private void leave(MeetingId meeting, long at) {
    for (ParticipantId who : people.keySet()) {
      shown.add(new MeetingEvent.ParticipantLeft(meeting, at, who, LeaveReason.LEFT));
    }
  }

  private void enter(MeetingId meeting, long at) {
    for (MeetingEvent.ParticipantJoined p : people.values()) {
      shown.add(
          new MeetingEvent.ParticipantJoined(
              meeting, at, p.participantId(), p.displayName(), p.userId(), p.host(), p.colour()));
    }
    for (MeetingEvent.TrackPublished t : tracks.values()) {
      shown.add(new MeetingEvent.TrackPublished(meeting, at, t.track()));
      MeetingEvent.TrackMuted mute = muted.get(t.track().trackId());
      if (mute != null) {
        shown.add(new MeetingEvent.TrackMuted(meeting, at, mute.trackId(), mute.muted()));
      }
    }
  }
}
