package io.parley.sfu.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketIndexTest {
  private final PacketIndex index = new PacketIndex();

  private long accept(int sequence) {
    long estimated = index.estimate(sequence);
    assertThat(index.isTooOld(estimated)).isFalse();
    assertThat(index.isReplay(estimated)).isFalse();
    index.accept(estimated);
    return estimated;
  }

  @Test
  void theSequenceBeginsAgainAndLatePacketsBelongToTheRoundBefore() {
    assertThat(accept(65_534)).isEqualTo(65_534);
    assertThat(accept(1)).isEqualTo(65_537);
    assertThat(accept(65_535)).isEqualTo(65_535);
    assertThat(accept(0)).isEqualTo(65_536);
    for (int rounds = 0; rounds < 3; rounds++) {
      accept(30_000);
      accept(60_000);
      accept(10);
    }
    assertThat(index.estimate(11)).isEqualTo(4L * 65_536 + 11);
  }

  @Test
  void whatCameBeforeIsAReplayAndWhatIsOlderThanTheWindowTooOld() {
    accept(1_000);
    accept(1_063);
    assertThat(index.isReplay(1_000)).isTrue();
    assertThat(index.isReplay(1_001)).isFalse();
    assertThat(index.isTooOld(1_000)).isFalse();
    accept(1_064);
    assertThat(index.isTooOld(1_000)).isTrue();
    accept(1_001);
    assertThat(index.isReplay(1_001)).isTrue();
    accept(5_000);
    assertThat(index.isReplay(5_000)).isTrue();
    assertThat(index.isReplay(4_999)).isFalse();
    assertThat(index.isTooOld(4_936)).isTrue();
  }

  @Test
  void nothingIsFromBeforeTheFirstRound() {
    accept(5);
    assertThat(index.isTooOld(index.estimate(65_000))).isTrue();
  }

  @Test
  void aGuessThatWasNotGenuineChangesNothing() {
    accept(100);
    assertThat(index.estimate(40_000)).isEqualTo(40_000 - 65_536);
    assertThat(index.estimate(101)).isEqualTo(101);
  }
}
