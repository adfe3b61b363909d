package io.parley.sfu.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DelayTrendTest {
  private static final long STEP = 10_000;

  private final DelayTrend trend = new DelayTrend();
  private long sent;
  private double queue = 50_000;

  /** So many packets, 10 ms apart, each of which waits so much longer than the one before it. */
  private DelayTrend.Usage send(int packets, double growthMicros) {
    for (int i = 0; i < packets; i++) {
      sent += STEP;
      queue = Math.max(0, queue + growthMicros);
      trend.packet(sent, sent + (long) queue);
    }
    return trend.usage();
  }

  @Test
  void aConstantDelayIsNormal() {
    assertThat(send(200, 0)).isEqualTo(DelayTrend.Usage.NORMAL);
  }

  @Test
  void aGrowingQueueIsSeenWithinHalfASecond() {
    send(100, 0);
    assertThat(send(50, 2_000)).isEqualTo(DelayTrend.Usage.OVER);
  }

  @Test
  void aShrinkingQueueIsSeenToo() {
    send(100, 0);
    send(40, 4_000);
    assertThat(send(20, -4_000)).isEqualTo(DelayTrend.Usage.UNDER);
  }

  @Test
  void jitterIsNoTrend() {
    Random random = new Random(5);
    int over = 0;
    for (int i = 0; i < 2_000; i++) {
      sent += STEP;
      trend.packet(sent, sent + 20_000 + random.nextInt(4_000));
      over += trend.usage() == DelayTrend.Usage.OVER ? 1 : 0;
    }
    assertThat(over).isZero();
  }

  @Test
  void itBeginsAnewAfterALongPause() {
    send(100, 0);
    send(50, 2_000);
    sent += 10_000_000;
    assertThat(send(1, 0)).isEqualTo(DelayTrend.Usage.NORMAL);
  }
}
