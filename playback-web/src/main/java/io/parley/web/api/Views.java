package io.parley.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of the API, named and ordered as in the protocol. */
final class Views {
  private Views() {}

  record UserView(String id, String email, String displayName, boolean admin) {}

  record GuestView(String meetingId, String participantId, String displayName) {}

  record RecogniserView(String model, boolean syntheticVoicesOnly) {}

  record Me(
      @Nullable UserView user,
      @Nullable GuestView guest,
      String csrfToken,
      boolean registrationOpen,
      RecogniserView recogniser) {}

  record SignedIn(UserView user) {}

  record MeetingView(
      String id,
      String subject,
      String hostName,
      boolean host,
      @Nullable String startsAt,
      @Nullable String endsAt,
      String state,
      @Nullable String startedAt,
      @Nullable String endedAt,
      @Nullable Long durationMicros,
      String inviteCode,
      String inviteUrl,
      boolean guestsAllowed,
      boolean recording,
      String recordingVisibility,
      int participantCount,
      @Nullable String posterUrl) {}

  record Page<T>(List<T> items, @Nullable String nextPage) {}

  record Items<T>(List<T> items) {}

  record InviteView(
      String meetingId,
      String subject,
      String hostName,
      @Nullable String startsAt,
      @Nullable String endsAt,
      String state,
      boolean recording,
      boolean guestsAllowed) {}

  record AdmissionView(String token, String signalUrl, String participantId, MeetingView meeting) {}

  record StreamingKeyView(
      String token, String whipUrl, String whepUrl, String participantId, String expiresAt) {}

  record ParticipantView(
      String participantId,
      String displayName,
      boolean host,
      long joinedMicros,
      @Nullable Long leftMicros,
      String colour) {}

  record RecordingView(
      String state,
      long durationMicros,
      long playableMicros,
      @Nullable String hlsUrl,
      @Nullable String mp4Url,
      @Nullable String posterUrl,
      JsonNode tracks) {}

  record WordView(String text, long startMicros, long endMicros) {}

  record UtteranceView(
      String id,
      String participantId,
      String speaker,
      String colour,
      long startMicros,
      long endMicros,
      String text,
      List<WordView> words) {}

  record TranscriptView(
      String language,
      boolean complete,
      String model,
      boolean syntheticVoicesOnly,
      List<UtteranceView> utterances) {}

  record FragmentView(String text, boolean hit) {}

  record HitView(
      String meetingId,
      String subject,
      @Nullable String startedAt,
      String utteranceId,
      String speaker,
      long startMicros,
      List<FragmentView> highlighted,
      @Nullable String before,
      @Nullable String after) {}

  record PersonView(String name, long count) {}

  record SearchView(long total, List<HitView> items, List<PersonView> people, long tookMillis) {}

  record MinutesVersionView(int version, @Nullable String editedBy, String editedAt) {}

  static @Nullable String iso(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  static @Nullable String iso(@Nullable Long epochMicros) {
    return epochMicros == null
        ? null
        : Instant.ofEpochSecond(
                Math.floorDiv(epochMicros, 1_000_000L),
                Math.floorMod(epochMicros, 1_000_000L) * 1_000L)
            .toString();
  }
}
