package io.parley.jobs.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackDescription;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Who was in a meeting and which tracks there were, as the manifest tells it. */
final class Roster {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Roster() {}

  /** {@code {"subject":…,"people":[…],"tracks":[…]}}. */
  static byte[] of(MeetingHistory history) {
    Map<ParticipantId, String> people = new LinkedHashMap<>();
    Set<TrackDescription> tracks = new LinkedHashSet<>();
    String subject = "";
    for (MeetingEvent event : history.events()) {
      if (event instanceof MeetingEvent.MeetingStarted started) {
        subject = started.subject();
      } else if (event instanceof MeetingEvent.ParticipantJoined joined) {
        people.put(joined.participantId(), joined.displayName());
      } else if (event instanceof MeetingEvent.TrackPublished published) {
        tracks.add(published.track());
      }
    }
    ObjectNode roster = JSON.createObjectNode().put("subject", subject);
    ArrayNode persons = roster.putArray("people");
    people.forEach(
        (id, name) -> persons.addObject().put("participantId", id.value()).put("name", name));
    ArrayNode published = roster.putArray("tracks");
    for (TrackDescription track : tracks) {
      published
          .addObject()
          .put("trackId", track.trackId().value())
          .put("participantId", track.participantId().value())
          .put("source", track.source().wireName())
          .put("codec", track.codec().mimeType())
          .put("fmtp", track.fmtp());
    }
    try {
      return JSON.writeValueAsBytes(roster);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a roster is plain values", e);
    }
  }
}
