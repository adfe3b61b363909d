package io.parley.sfu.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QualityLossTest {
  private final QualityLoss loss = new QualityLoss();

  @Test
  void nothingMeasuredIsNothingLost() {
    assertThat(loss.delayLoss()).isZero();
    assertThat(loss.qualityLoss()).isZero();
  }

  @Test
  void delayIsTheMeanSquareOfWhatExceedsTheTarget() {
    loss.sample(300, 0.01);
    loss.sample(450, 0.01);
    loss.sample(20, 0.01);
    loss.sample(-1, 0.01);
    assertThat(loss.delayLoss()).isCloseTo((1 + 4 + 0 + 0) / 4.0, within(1e-9));
    assertThat(loss.qualityLoss()).isCloseTo(0, within(1e-9));
  }

  @Test
  void qualityIsTheSumOfLogarithmsOfImpairmentOverWhatIsTolerated() {
    loss.sample(0, 0.1);
    assertThat(loss.qualityLoss()).isCloseTo(Math.log(10), within(1e-9));
    loss.sample(0, 0);
    assertThat(loss.qualityLoss()).as("perfect makes good for one bad").isCloseTo(0, within(1e-9));
    loss.sample(0, 7);
    assertThat(loss.qualityLoss()).isCloseTo(Math.log(100), within(1e-9));
  }

  @Test
  void onlyTheLastMinuteCounts() {
    for (int i = 0; i < 1_000; i++) {
      loss.sample(1_000, 1);
    }
    for (int i = 0; i < QualityLoss.SAMPLES; i++) {
      loss.sample(10, QualityLoss.TOLERATED);
    }
    assertThat(loss.delayLoss()).isZero();
    assertThat(loss.qualityLoss()).isCloseTo(0, within(1e-9));
  }

  @Test
  void aStreamMeterCountsWhatHappenedSinceItsLastMeasurement() {
    StreamMeter meter = new StreamMeter();
    meter.measure(90, 10, 0, 40, 2_000_000);
    assertThat(meter.fractionLost()).isCloseTo(0.1, within(1e-9));
    assertThat(meter.loss().qualityLoss()).isCloseTo(Math.log(10), within(1e-9));
    meter.measure(190, 10, 200_000, 40, 2_000_000);
    assertThat(meter.fractionLost()).isZero();
    assertThat(meter.loss().qualityLoss())
        .as("a tenth frozen")
        .isCloseTo(2 * Math.log(10), within(1e-9));
    meter.measure(190, 10, 200_000, 40, 2_000_000);
    assertThat(meter.loss().qualityLoss()).as("paused").isCloseTo(2 * Math.log(10), within(1e-9));
  }
}
