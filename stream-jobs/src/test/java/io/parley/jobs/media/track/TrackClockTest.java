package io.parley.jobs.media.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackClockTest {
  /** A sender whose clocks are wrong in their own ways, behind a network with jitter. */
  private static final class Sender {
    final TrackClock clock;
    final int rate;
    final double wallPpm;
    final double mediaPpm;
    final double encodeMicros;
    final Random random;
    double nextReport;

    Sender(boolean sound, double wallPpm, double mediaPpm, long seed) {
      this.rate = sound ? 48_000 : 90_000;
      this.clock = new TrackClock(rate, sound);
      this.wallPpm = wallPpm;
      this.mediaPpm = mediaPpm;
      this.encodeMicros = sound ? 21_000 : 35_000;
      this.random = new Random(seed);
      this.nextReport = sound ? 2_500_000 : 500_000;
    }

    long rtp(double trueMicros) {
      return Math.round(trueMicros * (1 + mediaPpm * 1e-6) * rate / 1e6) + 123_456;
    }

    double delay() {
      return 20_000 + random.nextDouble() * random.nextDouble() * 60_000;
    }

    /** What the hold does: the clock sees 200 ms of packets before it places the first. */
    Sender afterHold() {
      for (double t = 0; t < 200_000; t += rate == 48_000 ? 20_000 : 40_000) {
        arrive(t);
      }
      return this;
    }

    private long arrive(double captured) {
      long rtp = rtp(captured);
      long arrival = Math.round(captured + encodeMicros + delay());
      clock.onPacket(rtp, arrival, rate == 48_000 ? 20_000 : 0);
      return rtp;
    }

    /** Sends the frame captured at a time; gives where the clock puts it. */
    double send(double captured) {
      while (nextReport < captured) {
        double wall = 5e12 + nextReport * (1 + wallPpm * 1e-6);
        clock.onSenderReport(rtp(nextReport), Math.round(wall), Math.round(nextReport + delay()));
        nextReport += rate == 48_000 ? 5_000_000 : 1_000_000;
      }
      long rtp = arrive(captured);
      clock.moveTo(rtp);
      return clock.at(rtp);
    }
  }

  @ParameterizedTest
  @CsvSource({"100,100,-100", "-100,-100,100", "100,-100,-100", "0,0,0", "-50,100,100"})
  void soundAndPictureStayTogetherForThreeHours(double wall, double soundPpm, double picturePpm) {
    Sender sound = new Sender(true, wall, soundPpm, 1).afterHold();
    Sender picture = new Sender(false, wall, picturePpm, 2).afterHold();
    double worst = 0;
    double lastSound = Double.NEGATIVE_INFINITY;
    double steepest = 0;
    for (double t = 0; t < 3 * 3_600e6; t += 40_000) {
      sound.send(t);
      double heard = sound.send(t + 20_000) - 20_000;
      double seen = picture.send(t);
      worst = Math.max(worst, Math.abs(heard - seen));
      if (t > 60e6) {
        assertThat(heard - t).as("true time at %.0f s", t / 1e6).isBetween(-20_000.0, 90_000.0);
        steepest = Math.max(steepest, Math.abs(heard - lastSound - 40_000));
      }
      lastSound = heard;
    }
    assertThat(worst).isLessThan(45_000);
    assertThat(steepest).as("sound is never bent by more than half a percent").isLessThan(230);
  }

  @Test
  void withoutReportsArrivalDecidesAndLossBendsNothing() {
    TrackClock clock = new TrackClock(48_000, true);
    for (int i = 0; i < 500; i++) {
      if (i > 100 && i < 200) {
        continue;
      }
      clock.onPacket(i * 960L, i * 20_000L + 60_000 + i % 3 * 1_000L, 20_000);
      assertThat(clock.moveTo(i * 960L)).isFalse();
      assertThat(clock.at(i * 960L)).isEqualTo(i * 20_000 + 40_000.0);
    }
  }

  @Test
  void aFirstReportThatComesLateMovesNothing() {
    TrackClock clock = new TrackClock(48_000, true);
    for (int i = 0; i < 200; i++) {
      clock.onPacket(i * 960L, i * 20_000L + 60_000, 20_000);
      if (i == 100) {
        clock.onSenderReport(i * 960L, 7_000_000 + i * 20_000L, i * 20_000L + 196_000);
      }
      assertThat(clock.moveTo(i * 960L)).isFalse();
      assertThat(clock.at(i * 960L)).isEqualTo(i * 20_000 + 40_000.0);
    }
  }

  @Test
  void aClockThatJumpsIsFollowedAtOnceWhenTheReportSaysSo() {
    TrackClock clock = new TrackClock(90_000, false);
    clock.onPacket(0, 50_000, 0);
    clock.onSenderReport(0, 1_000_000, 20_000);
    assertThat(clock.moveTo(0)).isFalse();
    assertThat(clock.at(0)).isEqualTo(20_000);
    clock.onSenderReport(90_000, 2_300_000, 1_320_000);
    assertThat(clock.moveTo(90_000)).isTrue();
    assertThat(clock.at(90_000)).isEqualTo(1_320_000);
  }

  @Test
  void oneReportThatWasLongOnItsWayMovesNothingTwoMeanThatTheClockWasSetBack() {
    TrackClock clock = new TrackClock(48_000, true);
    clock.onSenderReport(0, 1_000_000, 20_000);
    assertThat(clock.moveTo(0)).isFalse();
    clock.onSenderReport(240_000, 6_000_000, 6_920_000);
    assertThat(clock.moveTo(240_000)).isFalse();
    assertThat(clock.at(240_000)).isEqualTo(5_020_000);
    clock.onSenderReport(480_000, 11_000_000, 10_020_000);
    assertThat(clock.moveTo(480_000)).isFalse();
    clock.onSenderReport(720_000, 13_000_000, 15_020_000);
    assertThat(clock.moveTo(720_000)).isFalse();
    clock.onSenderReport(960_000, 18_000_000, 20_020_000);
    clock.moveTo(960_000);
    assertThat(clock.at(960_000)).isEqualTo(20_020_000);
  }
}
