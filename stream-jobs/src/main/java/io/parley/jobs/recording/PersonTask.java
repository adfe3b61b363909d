package io.parley.jobs.recording;

/** A camera or a screen of a complete recording, to be made a file of its own. */
public record PersonTask(String meetingId, String trackId) {}
