package io.parley.jobs.recording;

/**
 * An object that has been stored.
 *
 * @param number of the window; 0 for an archive file
 * @param trackId of an archive file; empty for a segment
 * @param startEpochMicros zero of the meeting clock; 0 for an archive file
 * @param startMicros where it begins on the meeting clock
 * @param bytes its size; 0 of an archive file that could not be made and is not there
 * @param sha256 of its content, hexadecimal
 * @param detail of a segment: {@link SegmentDetail} as JSON; else empty
 */
public record Stored(
    String meetingId,
    long number,
    String trackId,
    long startEpochMicros,
    String objectKey,
    long startMicros,
    long durationMicros,
    long bytes,
    String sha256,
    byte[] detail) {

  public boolean isSegment() {
    return trackId.isEmpty();
  }
}
