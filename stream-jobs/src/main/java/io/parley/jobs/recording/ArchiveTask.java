package io.parley.jobs.recording;

/**
 * A stretch of a track to be archived as received.
 *
 * @param firstMicros of its first frame, on the meeting clock; names the file
 * @param frames as {@link FrameList} wrote them
 */
public record ArchiveTask(String meetingId, String trackId, long firstMicros, byte[] frames) {}
