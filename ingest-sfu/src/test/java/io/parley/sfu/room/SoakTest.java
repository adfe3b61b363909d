package io.parley.sfu.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A long meeting in simulated time, with {@code -Dparley.soak.minutes=N} as long as one likes:
 * nothing is lost for good, no clock drifts, and what the unit keeps does not grow.
 */
class SoakTest {
  private static final int MINUTES = Integer.getInteger("parley.soak.minutes", 120);

  /** When everything that fills up once is full. */
  private static final int SETTLED = Math.min(40, Math.max(1, MINUTES / 2));

  private static final long MEGABYTE = 1 << 20;

  @Test
  void hoursOfFourPeopleLeaveNothingBehind() throws Exception {
    SoakMeeting meeting = new SoakMeeting();
    Map<String, Integer> tables = Map.of();
    long heap = 0;
    for (int minute = 1; minute <= MINUTES; minute++) {
      meeting.minute();
      if (minute == SETTLED) {
        tables = meeting.tables();
        heap = usedHeap();
      }
    }
    assertThat(meeting.tables()).isEqualTo(tables);
    assertThat(usedHeap() - heap).as("bytes more than after the start").isLessThan(8 * MEGABYTE);
    long inbound = MINUTES * 60L * 50 * 4 * 4;
    assertThat(meeting.lost()).isBetween(inbound / 150, inbound / 70);
    assertThat(meeting.checkedPackets()).isGreaterThan(3 * inbound * 98 / 100);
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
