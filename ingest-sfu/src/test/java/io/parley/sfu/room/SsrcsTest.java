package io.parley.sfu.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SsrcsTest {
  @Test
  void noneComesTwiceAndNoneIsReserved() {
    for (int seed = 0; seed < 5; seed++) {
      Ssrcs ssrcs = new Ssrcs(new Random(seed));
      Set<Long> seen = new HashSet<>();
      for (int i = 0; i < 200_000; i++) {
        long ssrc = ssrcs.next();
        assertThat(ssrc).isBetween(Ssrcs.FIRST, 0xffff_ffffL);
        assertThat(seen.add(ssrc)).as("seed %d, number %d", seed, i).isTrue();
      }
    }
  }

  @Test
  void meetingsDiffer() {
    assertThat(new Ssrcs(new Random(1)).next()).isNotEqualTo(new Ssrcs(new Random(2)).next());
  }
}
