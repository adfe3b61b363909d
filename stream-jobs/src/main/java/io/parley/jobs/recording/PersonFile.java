package io.parley.jobs.recording;

/**
 * A file with one person's camera or screen, stored.
 *
 * @param bytes its size
 * @param sha256 of its content, hexadecimal
 * @param startMicros where it begins on the meeting clock
 * @param leftOut pictures that could not be decoded as meant, because others were lost
 */
public record PersonFile(
    String meetingId,
    String trackId,
    String objectKey,
    long bytes,
    String sha256,
    long startMicros,
    long durationMicros,
    int leftOut) {}
