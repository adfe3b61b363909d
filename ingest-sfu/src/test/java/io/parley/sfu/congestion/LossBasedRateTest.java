package io.parley.sfu.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LossBasedRateTest {
  private final LossBasedRate loss = new LossBasedRate();
  private long now;

  private void seconds(int seconds, long lostOfHundred) {
    for (int i = 0; i < 2 * seconds; i++) {
      loss.packets(100, lostOfHundred);
      loss.update(1_000_000, now);
      now += 500_000;
    }
  }

  @Test
  void aLittleLossIsNoLimit() {
    seconds(20, 8);
    assertThat(loss.bitsPerSecond()).isEqualTo(LossBasedRate.UNLIMITED);
  }

  @Test
  void muchLossHalvesItInProportionAndItComesBack() {
    seconds(2, 30);
    assertThat(loss.bitsPerSecond()).isLessThan(900_000);
    assertThat(loss.fractionLost()).isEqualTo(0.3);
    seconds(30, 0);
    assertThat(loss.bitsPerSecond()).isEqualTo(LossBasedRate.UNLIMITED);
  }
}
