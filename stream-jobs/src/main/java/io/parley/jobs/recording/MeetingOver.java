package io.parley.jobs.recording;

/**
 * Nothing more of a recorded meeting will come: what its recording consists of.
 *
 * @param startEpochMicros zero of the meeting clock
 * @param windows how many windows were sent to be composed, from number 0
 * @param archives how many stretches were sent to be archived
 * @param timeline the object {@code timeline.jsonl}
 * @param people who was there, and the tracks they published: part of the manifest, as JSON
 */
public record MeetingOver(
    String meetingId,
    long startEpochMicros,
    long durationMicros,
    long windows,
    long archives,
    byte[] timeline,
    byte[] people) {}
