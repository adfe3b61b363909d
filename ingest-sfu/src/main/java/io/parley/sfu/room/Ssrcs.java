package io.parley.sfu.room;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** SSRCs that occur once in a meeting (RFC 3550 §8). */
final class Ssrcs {
  private static final long LIMIT = 0xffff_fff0L;

  private final RandomGenerator random;
  private final Set<Long> taken = new HashSet<>();

  Ssrcs(RandomGenerator random) {
    this.random = random;
  }

  long next() {
    long ssrc;
    do {
      ssrc = 16 + random.nextLong(LIMIT - 16);
    } while (!taken.add(ssrc));
    return ssrc;
  }
}
