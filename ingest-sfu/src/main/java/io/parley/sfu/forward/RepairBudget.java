package io.parley.sfu.forward;

/**
 * How much of what a subscriber says it lost is sent again: on the whole no more than was sent in
 * the first place, so that a subscriber that asks for everything again and again takes at most
 * twice its share of the line. On the meeting's loop.
 */
final class RepairBudget {
  /** What may be asked for at once after a quiet time. */
  static final int MAX_BYTES = 512 * 1024;

  private long bytes;

  /** A packet went out the first time. */
  void sent(int length) {
    bytes = Math.min(MAX_BYTES, bytes + length);
  }

  /** Whether a packet of this length may go out again; if so it is taken from the budget. */
  boolean take(int length) {
    if (bytes < length) {
      return false;
    }
    bytes -= length;
    return true;
  }
}
