package io.parley.sfu.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LayerDemandTest {
  private final LayerDemand demand = new LayerDemand(3, 0);

  @Test
  void aLayerNobodyTakesIsStoppedAfterAWhileAndBackAtOnce() {
    assertThat(demand.update(0b111, 0)).isFalse();
    assertThat(demand.update(0b001, LayerDemand.LINGER_MICROS - 1)).isFalse();
    assertThat(demand.update(0b001, LayerDemand.LINGER_MICROS)).isTrue();
    assertThat(demand.active()).containsExactly(true, false, false);
    assertThat(demand.update(0b100, LayerDemand.LINGER_MICROS + 1)).isTrue();
    assertThat(demand.active()).containsExactly(true, false, true);
  }

  @Test
  void nobodyAtAllNeedsNothing() {
    assertThat(demand.update(0, LayerDemand.LINGER_MICROS)).isTrue();
    assertThat(demand.active()).containsExactly(false, false, false);
    assertThat(demand.update(0, 2 * LayerDemand.LINGER_MICROS)).isFalse();
  }
}
