package io.parley.sfu.room;

import java.util.random.RandomGenerator;

/**
 * SSRCs that occur once in a meeting (RFC 3550 §8), also after the stream they named has ended: an
 * SSRC that came again under the same key would use its keystream twice (RFC 3711 §9.1). A random
 * walk that visits each of the 2³² numbers once needs no memory of those it gave.
 */
final class Ssrcs {
  /** Below are those the unit uses for its own reports. */
  static final long FIRST = 16;

  private static final long MASK = 0xffff_ffffL;

  private final long step;
  private long last;

  Ssrcs(RandomGenerator random) {
    // Any odd step goes through all numbers before it comes back.
    this.step = random.nextInt() | 1L;
    this.last = random.nextInt() & MASK;
  }

  long next() {
    do {
      last = last + step & MASK;
    } while (last < FIRST);
    return last;
  }
}
