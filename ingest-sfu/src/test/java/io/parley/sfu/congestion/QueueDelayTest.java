package io.parley.sfu.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueueDelayTest {
  private static final long OTHER_CLOCK = 7_000_000_000L;

  private final QueueDelay delay = new QueueDelay();
  private long now = 1_000_000;

  private void packets(int count, long tookMicros) {
    for (int i = 0; i < count; i++) {
      now += 10_000;
      delay.packet(now, now + tookMicros + OTHER_CLOCK);
    }
  }

  @Test
  void isWhatPacketsTakeMoreThanTheFastest() {
    assertThat(delay.micros()).as("nothing known").isZero();
    packets(20, 30_000);
    assertThat(delay.micros()).isZero();
    packets(6, 180_000);
    assertThat(delay.micros()).isEqualTo(150_000);
    packets(1, 40_000);
    assertThat(delay.micros()).isEqualTo(10_000);
  }

  @Test
  void onePacketThatIsLateIsNoQueue() {
    packets(20, 30_000);
    packets(1, 300_000);
    assertThat(delay.micros()).isZero();
  }

  @Test
  void aLongerWayIsNoQueueForEver() {
    packets(100, 30_000);
    packets(100, 230_000);
    assertThat(delay.micros()).isEqualTo(200_000);
    packets((int) (QueueDelay.MEMORY_MICROS / 10_000), 230_000);
    assertThat(delay.micros()).isZero();
  }
}
