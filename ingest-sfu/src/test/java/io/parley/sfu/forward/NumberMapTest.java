package io.parley.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberMapTest {
  private final NumberMap numbers = new NumberMap();

  @Test
  void whatIsLeftOutClosesUp() {
    numbers.attach(100, 7);
    assertThat(numbers.map(100)).isEqualTo(7);
    assertThat(numbers.leaveOut(101)).isTrue();
    assertThat(numbers.leaveOut(102)).isTrue();
    assertThat(numbers.map(103)).isEqualTo(8);
    assertThat(numbers.isLeftOut(102)).isTrue();
    assertThat(numbers.map(102)).isEqualTo(NumberMap.NONE);
  }

  @Test
  void whatComesLateHasAPlaceAndCannotBeLeftOutAnyMore() {
    numbers.attach(100, 0);
    numbers.map(100);
    numbers.leaveOut(101);
    assertThat(numbers.map(104)).isEqualTo(3);
    assertThat(numbers.map(102)).isEqualTo(1);
    assertThat(numbers.leaveOut(103)).as("its place is kept").isFalse();
    assertThat(numbers.map(103)).isEqualTo(2);
  }

  @Test
  void whatIsFromBeforeTheSourceOrLongAgoIsNobodys() {
    numbers.attach(100, 0);
    assertThat(numbers.map(99)).isEqualTo(NumberMap.NONE);
    numbers.map(100 + NumberMap.SIZE);
    assertThat(numbers.map(100)).isEqualTo(NumberMap.NONE);
  }

  @Test
  void anotherSourceForgetsWhatTheOneBeforeLeftOut() {
    numbers.attach(100, 0);
    numbers.map(100);
    numbers.leaveOut(101);
    numbers.attach(101, 1);
    assertThat(numbers.map(101)).isEqualTo(1);
    assertThat(numbers.map(102)).isEqualTo(2);
  }

  @Test
  void manyInOrderHaveNoHoleAndNoDouble() {
    long seed = 11;
    Random random = new Random(seed);
    numbers.attach(5, 1);
    List<Long> out = new ArrayList<>();
    for (long in = 5; in < 10_000; in++) {
      if (random.nextInt(3) == 0) {
        numbers.leaveOut(in);
      } else {
        out.add(numbers.map(in));
      }
    }
    for (int i = 0; i < out.size(); i++) {
      assertThat(out.get(i)).as("seed %d", seed).isEqualTo(i + 1);
    }
  }
}
