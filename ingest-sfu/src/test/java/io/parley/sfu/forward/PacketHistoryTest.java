package io.parley.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.track.UpPacket;
import io.parley.storage.codec.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

class PacketHistoryTest {
  private static final long SECOND = PacketHistory.MAX_AGE_MICROS;

  private final PacketHistory history = new PacketHistory();

  private void add(long sequence, long arrivalMicros) {
    UpPacket packet = new UpPacket(new RtpPacket(), 0, arrivalMicros, 0, sequence, 0, true);
    history.add(new PacketHistory.Sent(packet, sequence, 0, 0, 0, 0, false));
  }

  private boolean has(int sequence, long nowMicros) {
    return history.find(sequence, nowMicros) != null;
  }

  @Test
  void aPacketCanBeAskedForUntilItIsTooOld() {
    add(70_000, 0);
    assertThat(has(70_000 & 0xffff, SECOND)).isTrue();
    assertThat(has(70_000 & 0xffff, SECOND + 1)).isFalse();
    assertThat(has(70_001 & 0xffff, 0)).isFalse();
  }

  /** Nobody asks with a clock from before: what is not found then is not held any more. */
  @Test
  void whatIsTooOldIsLetGo() {
    for (int i = 0; i < 100; i++) {
      add(i, i);
    }
    assertThat(has(0, 0)).isTrue();
    add(100, SECOND + 50);
    assertThat(has(49, 50)).isFalse();
    assertThat(has(50, 50)).isTrue();
    assertThat(has(99, 100)).isTrue();
  }

  @Test
  void theLastFewStayHoweverOldTheyAre() {
    for (int i = 0; i < 100; i++) {
      add(i, i);
    }
    add(100, 100 * SECOND);
    for (int back = 0; back < PacketHistory.RECENT; back++) {
      assertThat(history.recent(100, back)).isNotNull();
    }
    assertThat(history.recent(100, PacketHistory.RECENT)).isNull();
  }

  @Test
  void numbersThatWereLeftOutOrJumpedOverOrComeLateHoldNothingUp() {
    for (int i = 0; i < 100; i += 2) {
      add(i, i);
    }
    add(3, 100);
    long far = 50L * PacketHistory.SIZE;
    add(far, SECOND / 2);
    assertThat(has(2, 100)).isTrue();
    for (int i = 1; i <= PacketHistory.SIZE; i++) {
      add(far + i, 2 * SECOND + i);
    }
    assertThat(has(2, 100)).isFalse();
    assertThat(has((int) (far & 0xffff), SECOND)).isFalse();
    assertThat(has((int) ((far + 1) & 0xffff), 2 * SECOND)).isTrue();
  }
}
