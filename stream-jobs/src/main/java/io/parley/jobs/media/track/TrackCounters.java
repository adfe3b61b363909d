package io.parley.jobs.media.track;

import io.parley.jobs.media.bytes.ByteReader;
import io.parley.jobs.media.bytes.ByteWriter;

/** What became of the packets of a track; every one of them is counted once on its way. */
public final class TrackCounters {
  long received;
  long duplicates;
  long late;
  long lost;
  long foreign;
  long malformed;
  long frames;
  long incompleteFrames;
  long clockSteps;

  TrackCounters() {}

  /** RTP and RTCP packets read. */
  public long received() {
    return received;
  }

  /** Packets that had come before. */
  public long duplicates() {
    return duplicates;
  }

  /** Packets that came after their place had been given up, or of an SSRC no longer in use. */
  public long late() {
    return late;
  }

  /** Sequence numbers that never came in time. */
  public long lost() {
    return lost;
  }

  /** Packets of another payload type (retransmissions, redundancy, comfort noise). */
  public long foreign() {
    return foreign;
  }

  /** Packets that could not be read. */
  public long malformed() {
    return malformed;
  }

  /** Frames given out. */
  public long frames() {
    return frames;
  }

  /** Frames dropped because a part of them is missing or cannot be read. */
  public long incompleteFrames() {
    return incompleteFrames;
  }

  /** Jumps of the publisher's clock that were followed at once. */
  public long clockSteps() {
    return clockSteps;
  }

  void write(ByteWriter out) {
    out.i64(received).i64(duplicates).i64(late).i64(lost).i64(foreign);
    out.i64(malformed).i64(frames).i64(incompleteFrames).i64(clockSteps);
  }

  static TrackCounters read(ByteReader in) {
    TrackCounters counters = new TrackCounters();
    counters.received = in.i64();
    counters.duplicates = in.i64();
    counters.late = in.i64();
    counters.lost = in.i64();
    counters.foreign = in.i64();
    counters.malformed = in.i64();
    counters.frames = in.i64();
    counters.incompleteFrames = in.i64();
    counters.clockSteps = in.i64();
    return counters;
  }
}
