package io.parley.storage.contract;

/** A record of the {@code recordings} topic (key: meeting id). Written after object and row. */
public sealed interface RecordingEvent {

  MeetingId meetingId();

  /**
   * A window of the composed recording can be played.
   *
   * @param window number of the window, from 0
   * @param playableMicros how much of the recording is playable without a hole from its start
   */
  record SegmentStored(
      MeetingId meetingId,
      long window,
      String objectKey,
      long startMicros,
      long durationMicros,
      long bytes,
      long playableMicros)
      implements RecordingEvent {}

  /** Playlists are closed, archive and manifest are stored. */
  record RecordingCompleted(MeetingId meetingId, long durationMicros, String manifestKey)
      implements RecordingEvent {}

  /** Transcript and caption files are stored and indexed. */
  record TranscriptReady(MeetingId meetingId, String language, int utterances)
      implements RecordingEvent {}

  /**
   * @param version 1 for the produced minutes; editing makes further ones
   */
  record MinutesReady(MeetingId meetingId, int version, String objectKey)
      implements RecordingEvent {}
}
