package io.parley.storage.codec.rtp;

import static io.parley.storage.codec.rtp.TransportFeedback.NOT_RECEIVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransportFeedbackTest {
  private static TransportFeedback parse(byte[] bytes) {
    RtcpCompound walk = RtcpCompound.of(bytes);
    assertThat(walk.next()).isTrue();
    return TransportFeedback.parse(walk);
  }

  private static byte[] written(TransportFeedback feedback) {
    byte[] buf = new byte[200_000];
    return Arrays.copyOf(buf, feedback.write(buf, 0));
  }

  @Test
  void readsAllKindsOfChunks() {
    byte[] bytes =
        Rows.of(
            """
            8f cd 00 09   // FMT=15, RTPFB, 10 words
            00 00 00 01   // sender
            00 00 00 02   // media source
            ff fe 00 1a   // from 65534, 26 packets
            00 00 05 07   // reference 5 × 64 ms, feedback number 7
            20 03 a0 00   // run of 3 small; single bits: 1, then 13 lost
            d2 00 00 02   // pairs: 1, 0, 2, 4 × lost; run of 2 lost
            04 00 08 0c   // small deltas 4, 0, 8, 12…
            10 ff fc 00   // …16; large delta -4; zeros
            00 00 00 00   // unread
            """);
    TransportFeedback feedback = parse(bytes);
    assertThat(feedback.packetCount()).isEqualTo(26);
    assertThat(feedback.feedbackCount()).isEqualTo(7);
    assertThat(feedback.sequence(0)).isEqualTo(65_534);
    assertThat(feedback.sequence(2)).isZero();
    int[] ticks = new int[26];
    Arrays.fill(ticks, NOT_RECEIVED);
    ticks[0] = 4;
    ticks[1] = 4;
    ticks[2] = 12;
    ticks[3] = 24;
    ticks[17] = 40;
    ticks[19] = 36;
    assertThat(feedback.arrivalTicks()).containsExactly(ticks);
    assertThat(feedback.arrivalMicros(0)).isEqualTo(5 * 64_000 + 4 * 250);
    assertThat(feedback.received(4)).isFalse();
  }

  @Test
  void readsWhatABrowserPadsToTheNextWord() {
    byte[] bytes =
        Rows.of(
            """
            af cd 00 06   // padded, FMT=15, RTPFB, 7 words
            00 00 00 01   // sender
            00 00 00 02   // media source
            00 0a 00 03   // from 10, 3 packets
            00 00 05 07   // reference 5 × 64 ms, feedback number 7
            20 03 04 08   // run of 3 small; deltas 4, 8
            0c 00 00 03   // delta 12; three bytes of padding
            """);
    assertThat(parse(bytes).arrivalTicks()).containsExactly(4, 12, 24);
    bytes[bytes.length - 1] = 25;
    assertThatThrownBy(() -> RtcpCompound.of(bytes).next())
        .isInstanceOf(MalformedPacketException.class);
    bytes[bytes.length - 1] = 0;
    assertThatThrownBy(() -> RtcpCompound.of(bytes).next())
        .isInstanceOf(MalformedPacketException.class);
    bytes[bytes.length - 1] = 4;
    RtcpCompound tooShort = RtcpCompound.of(bytes);
    assertThat(tooShort.next()).isTrue();
    assertThatThrownBy(() -> TransportFeedback.parse(tooShort))
        .isInstanceOf(MalformedPacketException.class);
  }

  @Test
  void writesRunsAndVectors() {
    int[] ticks = {4, NOT_RECEIVED, 5};
    TransportFeedback few = new TransportFeedback(1, 2, 10, 5, 7, ticks);
    assertThat(written(few))
        .isEqualTo(
            Rows.of(
                """
                8f cd 00 05   // 6 words
                00 00 00 01
                00 00 00 02
                00 0a 00 03   // from 10, 3 packets
                00 00 05 07
                a8 00 04 01   // single bits 101; deltas 4 and 1
                """));
    int[] many = new int[100];
    Arrays.setAll(many, i -> i);
    assertThat(written(new TransportFeedback(1, 2, 10, 5, 7, many)))
        .hasSize(20 + 2 + 100 + 2)
        .startsWith(
            Rows.of(
                """
                8f cd 00 1e 00 00 00 01 00 00 00 02
                00 0a 00 64   // from 10, 100 packets
                00 00 05 07
                20 64         // run of 100 small
                """));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertMalformed("8f cd 00 04 00000001 00000002 00 0a 00 00 00 00 05 07"); // no packet
    assertMalformed("8f cd 00 04 00000001 00000002 00 0a 00 01 00 00 05 07"); // no chunk
    assertMalformed("8f cd 00 05 00000001 00000002 00 0a 00 03 00 00 05 07 20 03 01 01");
    assertMalformed("8f cd 00 05 00000001 00000002 00 0a 00 01 00 00 05 07 60 01 01 01");
    assertMalformed("8f cd 00 05 00000001 00000002 00 0a ff ff 00 00 05 07 00 00 00 00");
  }

  private static void assertMalformed(String rows) {
    assertThatThrownBy(() -> parse(Rows.of(rows))).isInstanceOf(MalformedPacketException.class);
  }

  @Test
  void randomArrivalsSurviveTheWay() {
    long seed = 20261121;
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 3000 : 60);
      int lossPercent = random.nextInt(101);
      boolean wild = random.nextBoolean();
      int[] ticks = new int[count];
      int now = 0;
      for (int i = 0; i < count; i++) {
        now += wild ? random.nextInt(65_536) - 32_768 : random.nextInt(300);
        boolean lost = random.nextInt(100) < lossPercent;
        if (lost) {
          ticks[i] = NOT_RECEIVED;
          now = i == 0 ? 0 : lastReceived(ticks, i);
        } else {
          ticks[i] = now;
        }
      }
      TransportFeedback feedback =
          new TransportFeedback(
              random.nextInt(1 << 30),
              2,
              random.nextInt(65_536),
              random.nextInt(1 << 24),
              random.nextInt(256),
              ticks);
      assertThat(parse(written(feedback))).as("seed %d round %d", seed, round).isEqualTo(feedback);
    }
  }

  private static int lastReceived(int[] ticks, int before) {
    for (int i = before - 1; i >= 0; i--) {
      if (ticks[i] != NOT_RECEIVED) {
        return ticks[i];
      }
    }
    return 0;
  }

  @Test
  void theBuilderKeepsTimesWithinATickAndSplitsWhereItMust() {
    long start = 1_800_000_000_123_456L;
    TransportFeedback.Builder builder = new TransportFeedback.Builder(65_535, start);
    assertThat(builder.add(65_535, start)).isFalse();
    assertThat(builder.add(65_537, start + 10_001)).isTrue();
    assertThat(builder.add(65_538, start + 9_000)).isTrue();
    assertThat(builder.add(65_539, start + 20_000_000)).isFalse();
    assertThat(builder.add(65_535 + TransportFeedback.Builder.MAX_PACKETS, start)).isFalse();
    assertThat(builder.nextSequence()).isEqualTo(65_539);
    TransportFeedback feedback = parse(written(builder.build(1, 2, 300)));
    assertThat(feedback.baseSequence()).isEqualTo(65_535);
    assertThat(feedback.feedbackCount()).isEqualTo(300 & 0xff);
    assertThat(feedback.packetCount()).isEqualTo(4);
    assertThat(feedback.received(1)).isFalse();
    long wrap = (1L << 24) * TransportFeedback.REFERENCE_MICROS;
    assertThat(feedback.arrivalMicros(0)).isBetween(start % wrap - 249, start % wrap);
    assertThat(feedback.arrivalMicros(2) - feedback.arrivalMicros(0)).isBetween(9_751L, 10_251L);
    assertThat(feedback.arrivalMicros(3) - feedback.arrivalMicros(0)).isBetween(8_750L, 9_250L);
  }

  @Test
  void aFullFeedbackFitsADatagram() {
    TransportFeedback.Builder builder = new TransportFeedback.Builder(0, 0);
    for (int i = 1; i < TransportFeedback.Builder.MAX_PACKETS; i++) {
      assertThat(builder.add(i, i % 2 == 0 ? i * 100_000L : i * 100_000L + 300)).isTrue();
    }
    assertThat(written(builder.build(1, 2, 0)).length).isLessThanOrEqualTo(1200);
  }
}
