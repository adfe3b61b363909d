package io.parley.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FreezeEstimateTest {
  private static final long FRAME_MICROS = 33_333;

  private final FreezeEstimate freezes = new FreezeEstimate();
  private long now;
  private long timestamp;

  private void frames(int count) {
    for (int i = 0; i < count; i++) {
      now += FRAME_MICROS;
      timestamp += 3_000;
      freezes.packet(timestamp, now);
      freezes.packet(timestamp, now + 500);
    }
  }

  @Test
  void aSteadyPictureNeverFreezes() {
    frames(3_000);
    assertThat(freezes.count()).isZero();
  }

  @Test
  void aLateFrameIsAFreezeOfTheWholeInterval() {
    frames(100);
    now += 400_000;
    frames(100);
    assertThat(freezes.count()).isEqualTo(1);
    assertThat(freezes.micros()).isEqualTo(400_000 + FRAME_MICROS);
  }

  @Test
  void aLittleJitterIsNone() {
    frames(100);
    for (int i = 0; i < 50; i++) {
      now += i % 2 == 0 ? 60_000 : -20_000;
      frames(1);
    }
    assertThat(freezes.count()).isZero();
  }

  @Test
  void aSlowCameraIsJudgedByItsOwnPace() {
    for (int i = 0; i < 100; i++) {
      now += 1_000_000;
      frames(1);
    }
    assertThat(freezes.count()).isZero();
  }

  @Test
  void whatWasStoppedOnPurposeIsNoFreeze() {
    frames(100);
    freezes.interrupted();
    now += 3_000_000;
    frames(100);
    now += 20_000_000;
    frames(100);
    assertThat(freezes.count()).isZero();
  }
}
