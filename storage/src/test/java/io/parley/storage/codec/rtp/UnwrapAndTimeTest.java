package io.parley.storage.codec.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Widening of sequence numbers and timestamps, and NTP time. */
class UnwrapAndTimeTest {
  @Test
  void sequencesAreFollowedOverWrapsAndReordering() {
    SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    assertThat(unwrapper.unwrap(65_534)).isEqualTo(65_534);
    assertThat(unwrapper.unwrap(1)).isEqualTo(65_537);
    assertThat(unwrapper.unwrap(65_535)).isEqualTo(65_535);
    assertThat(unwrapper.peek(0)).isEqualTo(65_536);
    assertThat(unwrapper.unwrap(32_000)).isEqualTo(65_536 + 32_000);
    SequenceUnwrapper back = new SequenceUnwrapper();
    assertThat(back.unwrap(2)).isEqualTo(2);
    assertThat(back.unwrap(65_535)).isEqualTo(-1);
  }

  @Test
  void anyWalkOfSmallStepsIsFollowed() {
    long seed = 4;
    Random random = new Random(seed);
    SequenceUnwrapper sequences = new SequenceUnwrapper();
    TimestampUnwrapper timestamps = new TimestampUnwrapper();
    long sequence = 40_000;
    long timestamp = 4_000_000_000L;
    for (int i = 0; i < 200_000; i++) {
      assertThat(sequences.unwrap((int) (sequence & 0xffff))).isEqualTo(sequence);
      assertThat(timestamps.unwrap(timestamp & 0xffff_ffffL)).isEqualTo(timestamp);
      sequence += random.nextInt(60_001) - 29_000;
      timestamp += random.nextInt() / 2 + 1_000_000;
    }
  }

  @Test
  void ntpKnowsItsEpochsAndKeepsMicroseconds() {
    assertThat(NtpTime.toEpochMicros(NtpTime.EPOCH_OFFSET_SECONDS << 32)).isZero();
    assertThat(NtpTime.ofEpochMicros(0)).isEqualTo(NtpTime.EPOCH_OFFSET_SECONDS << 32);
    assertThat(NtpTime.ofEpochMicros(500_000) & 0xffff_ffffL).isEqualTo(0x8000_0000L);
    Random random = new Random(5);
    long from = Instant.parse("1970-01-01T00:00:00Z").getEpochSecond();
    long until = Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();
    for (int i = 0; i < 100_000; i++) {
      long seconds = from + (long) (random.nextDouble() * (until - from));
      long micros = seconds * 1_000_000 + random.nextInt(1_000_000);
      assertThat(NtpTime.toEpochMicros(NtpTime.ofEpochMicros(micros))).isEqualTo(micros);
    }
    long era1 = Instant.parse("2036-02-07T06:28:16Z").getEpochSecond() * 1_000_000;
    assertThat(NtpTime.ofEpochMicros(era1)).isZero();
    assertThat(NtpTime.toEpochMicros(0)).isEqualTo(era1);
  }

  @Test
  void shortTimesAndRoundTrips() {
    assertThat(NtpTime.shortToMicros(0x1_8000)).isEqualTo(1_500_000);
    assertThat(NtpTime.microsToShort(1_500_000)).isEqualTo(0x1_8000);
    assertThat(NtpTime.microsToShort(-1)).isZero();
    assertThat(NtpTime.microsToShort(Long.MAX_VALUE)).isEqualTo(0xffff_ffffL);
    // The example of RFC 3550 figure 2: 46864.500 s less 46853.125 s less 5.250 s.
    long sent = 0xb44d_b705_2000_0000L;
    long received = 0xb710_8000L;
    long lsr = 0xb705_2000L;
    long dlsr = 0x0005_4000L;
    assertThat(NtpTime.roundTripMicros(received << 16, lsr, dlsr)).isEqualTo(6_125_000);
    assertThat(NtpTime.middle(sent)).isEqualTo(lsr);
    assertThat(NtpTime.roundTripMicros(lsr << 16, lsr, 5)).isZero();
  }
}
