package io.parley.web.api;

import io.parley.storage.blob.BlobStore;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.catalogue.RecordingState;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.contract.MeetingId;
import io.parley.web.access.AccessPolicy;
import io.parley.web.access.Right;
import io.parley.web.access.Visitor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Meetings as the API shows them to one visitor. */
final class MeetingViews {
  private static final int REMEMBERED = 5_000;

  private final Catalogue catalogue;
  private final AccessPolicy policy;
  private final BlobStore blobs;
  private final Map<MeetingId, Boolean> posters =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MeetingId, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  MeetingViews(Catalogue catalogue, AccessPolicy policy, BlobStore blobs) {
    this.catalogue = catalogue;
    this.policy = policy;
    this.blobs = blobs;
  }

  Views.MeetingView of(Meeting meeting, Visitor visitor) {
    return new Views.MeetingView(
        meeting.id().value(),
        meeting.subject(),
        meeting.hostName(),
        policy.isHost(visitor, meeting),
        Views.iso(meeting.startsAt()),
        Views.iso(meeting.endsAt()),
        meeting.state().wireName(),
        Views.iso(meeting.startedAtEpochMicros()),
        Views.iso(meeting.endedAtEpochMicros()),
        meeting.durationMicros(),
        meeting.inviteCode(),
        "/m/" + meeting.inviteCode(),
        meeting.guestsAllowed(),
        meeting.recording(),
        meeting.visibility().name().toLowerCase(Locale.ROOT),
        meeting.participantCount(),
        posterUrl(meeting, visitor));
  }

  /** Where an object below the meeting's prefix is served. */
  static String mediaUrl(MeetingId meeting, String path) {
    return "/api/v1/meetings/" + meeting.value() + "/media/" + path;
  }

  /** Where a file to take away is served. */
  static String exportUrl(MeetingId meeting, String file) {
    return "/api/v1/meetings/" + meeting.value() + "/exports/" + file;
  }

  private @Nullable String posterUrl(Meeting meeting, Visitor visitor) {
    return meeting.over() && policy.may(visitor, Right.SEE_CONTENT, meeting) && hasPoster(meeting)
        ? mediaUrl(meeting.id(), "poster.jpg")
        : null;
  }

  /** Asks the object store once for each complete recording: what is complete stays as it is. */
  private boolean hasPoster(Meeting meeting) {
    synchronized (posters) {
      Boolean known = posters.get(meeting.id());
      if (known != null) {
        return known;
      }
    }
    boolean ready =
        catalogue
            .recordings()
            .find(meeting.id())
            .filter(recording -> recording.state() == RecordingState.READY)
            .isPresent();
    if (!ready) {
      return false;
    }
    try {
      boolean there = blobs.exists(new ObjectKeys(meeting.id()).poster());
      synchronized (posters) {
        posters.put(meeting.id(), there);
      }
      return there;
    } catch (IOException e) {
      return false;
    }
  }
}
