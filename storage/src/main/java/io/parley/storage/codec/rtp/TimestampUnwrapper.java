package io.parley.storage.codec.rtp;

/**
 * Widens 32-bit RTP timestamps to {@code long}s that never wrap; the same rule as {@link
 * SequenceUnwrapper}. One per SSRC, one thread.
 */
public final class TimestampUnwrapper {
  private boolean started;
  private long last;

  /** The wide time of {@code timestamp} (0…2³²-1); the first is its own. */
  public long unwrap(long timestamp) {
    last = peek(timestamp);
    started = true;
    return last;
  }

  /** The wide time of {@code timestamp} without moving on; {@code timestamp} if nothing came. */
  public long peek(long timestamp) {
    return started ? last + (int) (timestamp - last) : timestamp & 0xffff_ffffL;
  }
}
