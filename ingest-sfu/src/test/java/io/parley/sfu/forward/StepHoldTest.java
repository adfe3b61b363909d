package io.parley.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepHoldTest {
  private final StepHold hold = new StepHold();

  /** Microseconds from a step down until a larger picture may be tried. */
  private long heldFrom(long now) {
    hold.steppedDown(now);
    long at = now;
    while (!hold.mayRise(at)) {
      at += 1_000;
    }
    return at - now;
  }

  @Test
  void nothingIsHeldBeforeTheFirstStepDown() {
    assertThat(hold.mayRise(0)).isTrue();
  }

  @Test
  void eachTryInVainWaitsLonger() {
    assertThat(heldFrom(1_000_000)).isEqualTo(StepHold.FIRST_MICROS);
    assertThat(heldFrom(5_000_000)).isEqualTo(2 * StepHold.FIRST_MICROS);
    assertThat(heldFrom(12_000_000)).isEqualTo(StepHold.MAX_MICROS);
    assertThat(heldFrom(20_000_000)).isEqualTo(StepHold.MAX_MICROS);
    assertThat(heldFrom(60_000_000)).as("it lasted").isEqualTo(StepHold.FIRST_MICROS);
  }

  @Test
  void twoStepsOfOneWayDownAreOne() {
    hold.steppedDown(1_000_000);
    assertThat(heldFrom(1_500_000)).isEqualTo(StepHold.FIRST_MICROS);
  }
}
