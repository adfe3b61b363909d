package io.parley.sfu.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbesTest {
  private static final int BYTES = 1_200;
  private final Probes probes = new Probes();

  /** Sends a probe at 4 Mb/s through a link of some capacity; returns what it showed. */
  private long probe(long capacityBps, double share) {
    return probe(capacityBps, share, 0, false);
  }

  /** The same where so many bytes go through at once after a pause. */
  private long probe(long capacityBps, double share, int atOnceBytes, boolean careful) {
    long now = 1_000_000;
    long atOnceMicros = atOnceBytes * 8_000_000L / capacityBps;
    long free = 0;
    probes.begin(4_000_000, careful, now);
    int number = probes.current();
    for (int i = 0; probes.current() != 0; i++) {
      probes.sent(now);
      free = Math.max(now - atOnceMicros, free) + BYTES * 8_000_000L / capacityBps;
      if (i < share * 1_000) {
        probes.arrived(number, now, Math.max(now, free), BYTES);
      }
      now += BYTES * 8_000_000L / 4_000_000;
    }
    return probes.result(now);
  }

  @Test
  void aFastLinkShowsTheRateOfTheProbe() {
    assertThat(probe(100_000_000, 1)).isBetween(3_600_000L, 4_100_000L);
  }

  @Test
  void aSlowLinkShowsItsOwn() {
    assertThat(probe(1_000_000, 1)).isBetween(850_000L, 1_000_000L);
  }

  @Test
  void aCarefulOneIsNotDeceivedByWhatGoesThroughAtOnce() {
    assertThat(probe(2_000_000, 1, 15_000, false)).isGreaterThan(3_600_000L);
    assertThat(probe(2_000_000, 1, 15_000, true)).isBetween(1_700_000L, 2_000_000L);
  }

  @Test
  void aProbeThatDidNotComeShowsNothing() {
    assertThat(probe(4_000_000, 0.005)).isZero();
  }

  @Test
  void theNextWaitsLongerUnlessTheLastFoundMore() {
    probe(1_000_000, 1);
    long end = 1_100_000;
    assertThat(probes.isDue(end)).isFalse();
    assertThat(probes.isDue(end + 2_000_000)).isTrue();
    probes.succeeded();
    assertThat(probes.isDue(end + 200_000)).isTrue();
  }
}
