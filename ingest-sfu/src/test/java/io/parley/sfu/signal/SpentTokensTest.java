package io.parley.sfu.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpentTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final SpentTokens spent = new SpentTokens();

  @Test
  void eachOnceAndForgottenWhenItHasExpired() {
    assertThat(spent.isSpent("a")).isFalse();
    assertThat(spent.spend("a", NOW.plusSeconds(60), NOW)).isTrue();
    assertThat(spent.spend("a", NOW.plusSeconds(60), NOW)).isFalse();
    assertThat(spent.isSpent("a")).isTrue();
    spent.spend("b", NOW.plusSeconds(200), NOW.plusSeconds(100));
    assertThat(spent.size()).isEqualTo(1);
  }

  @Test
  void noMoreThanItsBound() {
    for (int i = 0; i < SpentTokens.REMEMBERED + 1_000; i++) {
      spent.spend("t" + i, NOW.plusSeconds(3_600), NOW);
    }
    assertThat(spent.size()).isEqualTo(SpentTokens.REMEMBERED);
    assertThat(spent.isSpent("t" + (SpentTokens.REMEMBERED + 999))).isTrue();
  }
}
