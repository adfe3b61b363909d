package io.parley.storage.codec.rtp;

/**
 * Widens 16-bit RTP sequence numbers to {@code long}s that never wrap. Each number is taken as the
 * one nearest to the one before it (RFC 3550 appendix A.1); steps back are allowed and may go below
 * zero. One per SSRC, one thread.
 */
public final class SequenceUnwrapper {
  private boolean started;
  private long last;

  /** The wide number of {@code sequence} (0…65535); the first is its own. */
  public long unwrap(int sequence) {
    last = started ? last + (short) (sequence - last) : sequence;
    started = true;
    return last;
  }

  /** The wide number of {@code sequence} without moving on; {@code sequence} if nothing came. */
  public long peek(int sequence) {
    return started ? last + (short) (sequence - last) : sequence;
  }
}
