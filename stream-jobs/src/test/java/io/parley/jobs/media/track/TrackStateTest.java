package io.parley.jobs.media.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.jobs.media.codec.TestEncoder;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.RtpRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrackStateTest {
  private static final int COUNT = 60;

  private final List<byte[]> sent = new ArrayList<>();

  private List<RtpRecord.Packet> packets(MediaCodec codec) {
    // Sequence number and timestamp both wrap within the first pictures.
    Rtp rtp =
        new Rtp(
            "p",
            codec.isAudio() ? MediaSource.MICROPHONE : MediaSource.CAMERA,
            codec,
            65_530,
            0xffff_fff0L);
    sent.clear();
    sent.addAll(
        codec.isAudio()
            ? TestEncoder.sound(COUNT, s -> (float) Math.sin(s * 0.1) * 0.3f)
            : TestEncoder.pictures(codec, 640, 360, 25, COUNT, 30, 0));
    List<RtpRecord.Packet> out = new ArrayList<>();
    long step = codec.isAudio() ? 20_000 : 40_000;
    for (int i = 0; i < COUNT; i++) {
      List<RtpRecord.Packet> frame = rtp.frame(sent.get(i), (double) i * step, i * step + 50_000);
      out.addAll(frame);
      if (i == 0) {
        out.add(rtp.senderReport(50_000));
      }
    }
    return out;
  }

  private static List<EncodedFrame> run(List<RtpRecord.Packet> packets, TrackState state) {
    List<EncodedFrame> frames = new ArrayList<>();
    packets.forEach(packet -> frames.addAll(state.accept(packet)));
    frames.addAll(state.finish());
    return frames;
  }

  private static TrackState fresh(List<RtpRecord.Packet> packets) {
    return new TrackState(packets.get(0).track(), Rtp.START);
  }

  @ParameterizedTest
  @EnumSource
  void everyFrameComesOutWholeAndOnTime(MediaCodec codec) {
    List<RtpRecord.Packet> packets = packets(codec);
    TrackState state = fresh(packets);
    List<EncodedFrame> frames = run(packets, state);
    assertThat(frames).hasSize(COUNT);
    for (int i = 0; i < COUNT; i++) {
      EncodedFrame frame = frames.get(i);
      assertThat(frame.micros()).isBetween(i * step(codec) - 15L, i * step(codec) + 15L);
      assertThat(frame.discontinuity()).isFalse();
      if (codec != MediaCodec.H264 && codec != MediaCodec.AV1) {
        assertThat(frame.data()).isEqualTo(sent.get(i));
      }
      // libvpx adds key frames of its own to VP9 where the picture changes much.
      if (codec != MediaCodec.VP9 || i % 30 == 0) {
        assertThat(frame.keyFrame()).isEqualTo(codec.isAudio() || i % 30 == 0);
      }
    }
    assertThat(state.counters().frames()).isEqualTo(COUNT);
    assertThat(state.counters().lost()).isZero();
    assertThat(state.counters().incompleteFrames()).isZero();
  }

  private static long step(MediaCodec codec) {
    return codec.isAudio() ? 20_000 : 40_000;
  }

  @ParameterizedTest
  @EnumSource
  void storedAndRestoredAfterEveryPacketNothingChanges(MediaCodec codec) {
    List<RtpRecord.Packet> packets = shaken(packets(codec), new Random(5), 0.02);
    List<EncodedFrame> straight = run(packets, fresh(packets));
    TrackState state = fresh(packets);
    List<EncodedFrame> restored = new ArrayList<>();
    for (RtpRecord.Packet packet : packets) {
      state = TrackState.fromBytes(state.toBytes());
      restored.addAll(state.accept(packet));
    }
    restored.addAll(state.finish());
    assertThat(bytes(restored)).isEqualTo(bytes(straight));
  }

  private static List<String> bytes(List<EncodedFrame> frames) {
    return frames.stream().map(frame -> Arrays.toString(frame.toBytes())).toList();
  }

  @ParameterizedTest
  @EnumSource
  void reorderingAndRepetitionAreUndone(MediaCodec codec) {
    List<RtpRecord.Packet> packets = packets(codec);
    List<EncodedFrame> straight = run(packets, fresh(packets));
    List<RtpRecord.Packet> shaken = shaken(packets, new Random(7), 0);
    TrackState state = fresh(packets);
    List<EncodedFrame> frames = run(shaken, state);
    assertThat(frames).hasSize(COUNT);
    for (int i = 0; i < COUNT; i++) {
      assertThat(frames.get(i).data()).isEqualTo(straight.get(i).data());
      assertThat(frames.get(i).discontinuity()).isFalse();
    }
    assertThat(state.counters().duplicates() + state.counters().late()).isPositive();
  }

  /** Late by up to 120 ms, one in ten twice, some lost; the first stays first. */
  private static List<RtpRecord.Packet> shaken(
      List<RtpRecord.Packet> packets, Random random, double loss) {
    List<RtpRecord.Packet> out = new ArrayList<>();
    for (RtpRecord.Packet p : packets) {
      boolean first = out.isEmpty();
      if (!first && random.nextDouble() < loss) {
        continue;
      }
      int copies = random.nextInt(10) == 0 ? 2 : 1;
      for (int i = 0; i < copies; i++) {
        long late = first ? 0 : 1 + random.nextInt(120_000);
        out.add(
            new RtpRecord.Packet(
                p.track(),
                p.meetingStartEpochMicros(),
                p.arrivalEpochMicros() + late,
                p.tapSequence(),
                p.packet()));
      }
    }
    out.sort(Comparator.comparingLong(RtpRecord.Packet::arrivalEpochMicros));
    return out;
  }

  @ParameterizedTest
  @EnumSource(names = {"VP8", "VP9", "AV1", "H264"})
  void aFrameWithAHoleIsDroppedAndTheNextOneSaysSo(MediaCodec codec) {
    List<RtpRecord.Packet> packets = packets(codec);
    // The second packet of picture 30, a key frame of several.
    long captured = 30 * 40_000L + 50_000;
    int at = 0;
    while (packets.get(at).arrivalMicros() != captured) {
      at++;
    }
    assertThat(packets.get(at + 1).arrivalMicros()).isEqualTo(captured);
    packets.remove(at + 1);
    TrackState state = fresh(packets);
    List<EncodedFrame> frames = run(packets, state);
    assertThat(frames).hasSize(COUNT - 1);
    assertThat(frames.get(29).discontinuity()).isFalse();
    assertThat(frames.get(30).discontinuity()).isTrue();
    assertThat(frames.get(30).micros()).isBetween(31 * 40_000L - 15, 31 * 40_000L + 15);
    assertThat(frames.get(31).discontinuity()).isFalse();
    assertThat(state.counters().lost()).isEqualTo(1);
    assertThat(state.counters().incompleteFrames()).isEqualTo(1);
  }

  @Test
  void aLostPacketIsGivenUpAfterThreeTenthsOfASecondOfArrival() {
    List<RtpRecord.Packet> packets = packets(MediaCodec.OPUS);
    TrackState state = fresh(packets);
    List<EncodedFrame> frames = new ArrayList<>();
    for (RtpRecord.Packet packet : packets.subList(0, 41)) {
      frames.addAll(state.accept(packet));
    }
    frames.addAll(state.accept(packets.get(42)));
    assertThat(frames).hasSize(40);
    long deadline = packets.get(42).arrivalEpochMicros() + ReorderBuffer.WAIT_MICROS;
    assertThat(state.nextDeadlineEpochMicros()).isEqualTo(deadline);
    assertThat(state.advanceTo(deadline - 1)).isEmpty();
    List<EncodedFrame> late = state.advanceTo(deadline);
    assertThat(late).hasSize(1);
    assertThat(late.get(0).discontinuity()).isTrue();
    assertThat(state.nextDeadlineEpochMicros()).isEqualTo(Long.MAX_VALUE);
    assertThat(state.accept(packets.get(41))).isEmpty();
    assertThat(state.counters().late()).isEqualTo(1);
  }

  @Test
  void aPublisherWhosePausedClockStoodStillIsPutWhereHeResumed() {
    Rtp rtp = new Rtp("p", MediaSource.MICROPHONE, MediaCodec.OPUS, 1, 1);
    List<byte[]> sound = TestEncoder.sound(100, s -> 0.1f);
    List<RtpRecord.Packet> packets = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      long pause = i < 50 ? 0 : 60_000_000;
      packets.addAll(rtp.frame(sound.get(i), i * 20_000.0, i * 20_000L + 50_000 + pause));
      if (i == 0) {
        packets.add(rtp.senderReport(50_000));
      }
    }
    TrackState state = fresh(packets);
    List<EncodedFrame> frames = run(packets, state);
    assertThat(frames).hasSize(100);
    assertThat(frames.get(49).micros()).isBetween(979_000L, 981_000L);
    assertThat(frames.get(50).micros()).isBetween(60_990_000L, 61_040_000L);
    assertThat(frames.get(50).discontinuity()).isTrue();
    assertThat(frames.get(99).micros() - frames.get(50).micros()).isEqualTo(49 * 20_000L);
    assertThat(state.counters().clockSteps()).isEqualTo(1);
  }

  @Test
  void aPublisherWhosePausedClockRanAheadIsPutWhereHeResumed() {
    Rtp rtp = new Rtp("p", MediaSource.MICROPHONE, MediaCodec.OPUS, 1, 1);
    List<byte[]> sound = TestEncoder.sound(100, s -> 0.1f);
    List<RtpRecord.Packet> packets = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      boolean resumed = i >= 50;
      packets.addAll(
          rtp.frame(
              sound.get(i),
              i * 20_000.0 + (resumed ? 30_000_000 : 0),
              i * 20_000L + 50_000 + (resumed ? 1_000_000 : 0)));
      if (i == 0) {
        packets.add(rtp.senderReport(50_000));
      }
    }
    TrackState state = fresh(packets);
    List<EncodedFrame> frames = run(packets, state);
    assertThat(frames).hasSize(100);
    // Not one of the frames of the first 200 ms may be put half a minute ahead.
    assertThat(frames.get(50).micros()).isBetween(1_990_000L, 2_040_000L);
    assertThat(frames.get(50).discontinuity()).isTrue();
    assertThat(frames.get(99).micros() - frames.get(50).micros()).isEqualTo(49 * 20_000L);
    assertThat(state.counters().clockSteps()).isEqualTo(1);
  }

  @Test
  void aPictureAfterAStepOfTheClockCanStillBeDecoded() {
    packets(MediaCodec.VP8);
    Rtp rtp = new Rtp("p", MediaSource.CAMERA, MediaCodec.VP8, 1, 1);
    List<RtpRecord.Packet> packets = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      long captured = i * 40_000L;
      packets.addAll(rtp.frame(sent.get(i), (double) captured, captured + 50_000));
      if (i % 25 == 0) {
        // Half way through, the sender's clock is set back by 80 ms.
        long ntp = Rtp.START + captured - (i < COUNT / 2 ? 0 : 80_000);
        packets.add(rtp.senderReport(ntp, rtp.rtpAt((double) captured), captured + 50_000));
      }
    }
    TrackState state = fresh(packets);
    List<EncodedFrame> frames = run(packets, state);
    assertThat(frames).hasSize(COUNT).noneMatch(EncodedFrame::discontinuity);
    assertThat(state.counters().clockSteps()).isPositive();
  }

  @Test
  void aPublisherShortOfCpuWhoSendsInBurstsLosesNothing() {
    Rtp rtp = new Rtp("p", MediaSource.MICROPHONE, MediaCodec.OPUS, 1, 1);
    List<byte[]> sound = TestEncoder.sound(200, s -> 0.1f);
    List<RtpRecord.Packet> packets = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      long arrival = i * 20_000L + 50_000;
      // Stands still for 630 ms, sends eight packets, stands still again, then all that is left.
      if (i >= 50 && i < 58) {
        arrival = 58 * 20_000L + 530_000;
      } else if (i >= 58 && i < 112) {
        arrival = 112 * 20_000L + 50_000;
      }
      packets.addAll(rtp.frame(sound.get(i), i * 20_000.0, arrival));
      if (i == 0) {
        packets.add(rtp.senderReport(50_000));
      }
    }
    TrackState state = fresh(packets);
    List<EncodedFrame> frames = run(packets, state);
    assertThat(frames).hasSize(200);
    assertThat(state.counters().clockSteps()).isZero();
    for (int i = 1; i < 200; i++) {
      assertThat(frames.get(i).discontinuity()).as("frame %d", i).isFalse();
      assertThat(frames.get(i).micros() - frames.get(i - 1).micros())
          .as("frame %d", i)
          .isBetween(19_800L, 20_200L);
    }
  }

  @Test
  void aPublisherWhoIsLateForAWhileAndThenCatchesUpLosesNothing() {
    Rtp rtp = new Rtp("p", MediaSource.MICROPHONE, MediaCodec.OPUS, 1, 1);
    List<byte[]> sound = TestEncoder.sound(200, s -> 0.1f);
    List<RtpRecord.Packet> packets = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      // Silent for 1.2 s, then 0.8 s in real time but late, then in time again.
      long late = i >= 50 && i < 90 ? 1_200_000 : 0;
      long arrival = Math.min(i * 20_000L + 50_000 + late, Math.max(i, 90) * 20_000L + 1_250_000);
      packets.addAll(
          rtp.frame(sound.get(i), i * 20_000.0, i < 50 ? i * 20_000L + 50_000 : arrival));
      if (i == 0) {
        packets.add(rtp.senderReport(50_000));
      }
    }
    TrackState state = fresh(packets);
    List<EncodedFrame> frames = run(packets, state);
    assertThat(frames).hasSize(200);
    assertThat(state.counters().clockSteps()).isZero();
    assertThat(frames).noneMatch(EncodedFrame::discontinuity);
  }

  @Test
  void rubbishIsCountedAndHarmsNothing() {
    List<RtpRecord.Packet> packets = packets(MediaCodec.VP8);
    Random random = new Random(3);
    TrackState state = fresh(packets);
    List<EncodedFrame> frames = new ArrayList<>();
    for (RtpRecord.Packet packet : packets) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      if (noise.length > 0) {
        noise[0] &= 0x7f;
      }
      frames.addAll(
          state.accept(
              new RtpRecord.Packet(
                  packet.track(), Rtp.START, packet.arrivalEpochMicros(), 0, noise)));
      frames.addAll(state.accept(packet));
    }
    frames.addAll(state.finish());
    assertThat(frames).hasSize(COUNT);
    assertThat(state.counters().malformed()).isEqualTo(packets.size());
  }
}
