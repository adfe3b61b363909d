package io.parley.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.sfu.track.UpPacket;
import io.parley.storage.codec.rtp.Nack;
import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.RtcpPacket;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceivePathTest {
  private final PublishedTrack track = Packets.video();
  private final Packets.KeepingDown down = new Packets.KeepingDown();
  private final Packets.KeepingSink sink = new Packets.KeepingSink();
  private final ReceivePath path = new ReceivePath((t, level, now) -> {}, 0);
  private final ReceiverFeedback feedback = new ReceiverFeedback(path, sink);
  private long now = 10_000_000;

  @BeforeEach
  void publish() {
    path.add(track);
    track.add(down);
  }

  private void receive(byte[] packet) {
    path.rtp(packet, 0, packet.length, now, now);
  }

  private long rtcp(int type, int format) {
    long count = 0;
    for (byte[] packet : sink.rtcp) {
      RtcpCompound compound = RtcpCompound.of(packet);
      while (compound.next()) {
        count += compound.is(type, format) ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void duplicatesAreDeliveredOnceAndCounted() {
    receive(Packets.media(1, Packets.KEY));
    receive(Packets.media(1, Packets.KEY));
    assertThat(down.packets).hasSize(1);
    assertThat(track.statistics().packetsDuplicate()).isEqualTo(1);
  }

  @Test
  void sequenceNumbersAreWidenedOverTheWrap() {
    receive(Packets.media(65_535, Packets.KEY));
    receive(Packets.media(0, Packets.DELTA));
    assertThat(down.packets).extracting(UpPacket::sequence).containsExactly(65_535L, 65_536L);
  }

  @Test
  void aHoleIsAskedForAndTheRepairIsTheOriginalPacket() {
    receive(Packets.media(1, Packets.KEY));
    receive(Packets.media(3, Packets.DELTA));
    now += LossDetector.REORDER_MICROS;
    feedback.run(now, 50_000, false);
    RtcpCompound compound = RtcpCompound.of(sink.rtcp.get(0));
    assertThat(compound.next()).isTrue();
    assertThat(Nack.parse(compound)).isEqualTo(new Nack(1, Packets.SSRC, new int[] {2}));
    receive(Packets.repair(77, 2, Packets.DELTA));
    assertThat(down.packets).extracting(UpPacket::sequence).containsExactly(1L, 3L, 2L);
    assertThat(down.packets.get(2).rtp().copy()).isEqualTo(Packets.media(2, Packets.DELTA));
    assertThat(track.statistics().packetsRepaired()).isEqualTo(1);
    assertThat(track.statistics().packetsLost()).as("before repair").isEqualTo(1);
    now += 1_000_000;
    sink.rtcp.clear();
    feedback.run(now, 50_000, false);
    assertThat(rtcp(RtcpPacket.TRANSPORT_FEEDBACK, RtcpPacket.FMT_NACK)).isZero();
  }

  @Test
  void keyFrameRequestsOfManyBecomeOneInHalfASecondUntilOneComes() {
    receive(Packets.media(1, Packets.DELTA));
    for (int i = 0; i < 100; i++) {
      track.requestKeyFrame();
      feedback.run(now, 50_000, false);
      now += 20_000;
    }
    assertThat(rtcp(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.FMT_PLI)).isEqualTo(4);
    receive(Packets.media(2, Packets.KEY));
    now += 600_000;
    feedback.run(now, 50_000, false);
    assertThat(rtcp(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.FMT_PLI)).isEqualTo(4);
  }

  @Test
  void recordingAsksAtMostOnceInFourSecondsAndNotIfAKeyFrameCame() {
    receive(Packets.media(1, Packets.KEY));
    int sequence = 2;
    for (int millis = 0; millis < 12_000; millis += 20) {
      now += 20_000;
      boolean answered = rtcp(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.FMT_PLI) > answeredKeys;
      receive(Packets.media(sequence++, answered ? Packets.KEY : Packets.DELTA));
      answeredKeys += answered ? 1 : 0;
      feedback.run(now, 50_000, true);
    }
    assertThat(rtcp(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.FMT_PLI)).isBetween(2L, 3L);
  }

  private long answeredKeys;

  @Test
  void whatAPausedPublisherSendsReachesNobody() {
    track.setPaused(true);
    receive(Packets.media(1, Packets.KEY));
    assertThat(down.packets).isEmpty();
    track.setPaused(false);
    receive(Packets.media(2, Packets.KEY));
    assertThat(down.packets).hasSize(1);
  }

  @Test
  void garbageAndStrangersAreCountedAndDropped() {
    receive(new byte[] {1, 2, 3});
    receive(Packets.rtp(42, Packets.VP8, 1, 0, Packets.KEY));
    receive(Packets.rtp(Packets.SSRC, 50, 1, 0, Packets.KEY));
    assertThat(path.malformed()).isEqualTo(1);
    assertThat(path.unknown()).isEqualTo(2);
    assertThat(down.packets).isEmpty();
  }

  @Test
  void twoTracksCannotShareAnSsrc() {
    assertThatThrownBy(() -> path.add(Packets.video()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(path.tracks()).isEqualTo(List.of(track));
  }
}
