package io.parley.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {
  @Test
  void aSingleValueIsEveryPercentile() {
    Distribution one = new Distribution(List.of(7.5));
    assertThat(one.p50()).isEqualTo(7.5);
    assertThat(one.p95()).isEqualTo(7.5);
    assertThat(one.count()).isEqualTo(1);
  }

  @Test
  void percentilesAreValuesThatWereSeen() {
    Distribution four = new Distribution(List.of(40.0, 10.0, 30.0, 20.0));
    assertThat(four.p50()).isEqualTo(20);
    assertThat(four.p95()).isEqualTo(40);
    assertThat(four.percentile(25)).isEqualTo(10);
    assertThat(four.percentile(25.1)).isEqualTo(20);
  }

  @Test
  void ofAHundredTheNinetyFifth() {
    Distribution hundred =
        new Distribution(IntStream.rangeClosed(1, 100).mapToObj(i -> (double) (101 - i)).toList());
    assertThat(hundred.p50()).isEqualTo(50);
    assertThat(hundred.p95()).isEqualTo(95);
    assertThat(hundred.percentile(100)).isEqualTo(100);
    assertThat(hundred.percentile(0.1)).isEqualTo(1);
  }

  @Test
  void nothingHasNoPercentiles() {
    assertThatThrownBy(() -> new Distribution(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    Distribution one = new Distribution(List.of(1.0));
    assertThatThrownBy(() -> one.percentile(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> one.percentile(101)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> one.percentile(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
