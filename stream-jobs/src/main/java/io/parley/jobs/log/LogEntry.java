package io.parley.jobs.log;

/**
 * One record of the log on its way through a job: what is needed to route it, and its bytes. The
 * bytes are decoded where they are used, so that only this shape crosses the network.
 *
 * @param meetingId whose; empty for a tick
 * @param key the record's key (track id in {@code rtp}, meeting id elsewhere); empty for a tick
 * @param epochMicros event time, microseconds since 1970
 * @param header the {@code rtp} header; empty in other topics
 * @param value the record's value
 */
public record LogEntry(
    String meetingId, String key, long epochMicros, byte[] header, byte[] value) {
  private static final byte[] NOTHING = new byte[0];

  /** Time passed; nothing else happened. */
  public static LogEntry tick(long epochMicros) {
    return new LogEntry("", "", epochMicros, NOTHING, NOTHING);
  }

  /** A record without a header. */
  public static LogEntry of(String meetingId, long epochMicros, byte[] value) {
    return new LogEntry(meetingId, meetingId, epochMicros, NOTHING, value);
  }

  public boolean isTick() {
    return meetingId.isEmpty();
  }
}
