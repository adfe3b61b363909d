package io.parley.jobs.recording;

/**
 * A window to compose: on its way to whichever worker is free.
 *
 * @param durationMicros how much of the window belongs to the recording: all of it but in the last
 * @param startEpochMicros zero of the meeting clock
 * @param input as {@link io.parley.jobs.media.window.WindowInput#toBytes} wrote it
 */
public record WindowTask(
    String meetingId, long window, long durationMicros, long startEpochMicros, byte[] input) {}
