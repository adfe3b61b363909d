package io.parley.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.room.FakeLoop;
import io.parley.sfu.track.UpReport;
import io.parley.storage.codec.rtp.NtpTime;
import io.parley.storage.codec.rtp.ReportBlock;
import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.SenderReport;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SendPathTest {
  private final Packets.FakeClock clock = new Packets.FakeClock();
  private final Packets.KeepingSink sink = new Packets.KeepingSink();
  private final PublishedTrack track = Packets.video();
  private final SendPath path =
      new SendPath(track, Packets.subscriber(), sink, clock, new Random(1));

  private RtpPacket sent(int index) {
    return RtpPacket.of(sink.rtp.get(index));
  }

  private void give(long sequence, boolean keyFrame) {
    path.packet(Packets.up(sequence, keyFrame, clock.micros));
  }

  @Test
  void startsPausedAndThenAtAKeyFrame() {
    give(1, true);
    path.resume();
    give(2, false);
    assertThat(sink.rtp).isEmpty();
    give(3, true);
    give(4, false);
    assertThat(sink.rtp).hasSize(2);
  }

  @Test
  void identityIsTheSubscribersAndThePayloadThePublishers() {
    path.resume();
    give(1, true);
    RtpPacket packet = sent(0);
    assertThat(packet.ssrc()).isEqualTo(5_000);
    assertThat(packet.payloadType()).isEqualTo(120);
    assertThat(packet.copyPayload()).isEqualTo(Packets.KEY);
    int mid = packet.findExtension(1);
    assertThat(packet.buffer()[mid]).isEqualTo((byte) '7');
    assertThat(packet.findExtension(4)).isPositive();
  }

  @Test
  void sequenceGoesOnWithoutAHoleAndTimeByWhatPassedOverAPause() {
    path.resume();
    give(1, true);
    give(2, false);
    path.pause();
    give(3, false);
    clock.micros += 2_000_000;
    path.resume();
    give(500, true);
    int before = sent(1).sequenceNumber();
    assertThat(sent(2).sequenceNumber()).isEqualTo(before + 1);
    assertThat(sent(2).timestamp() - sent(1).timestamp()).isEqualTo(180_000);
    give(499, false);
    assertThat(sink.rtp).as("what came before the start is nobody's").hasSize(3);
  }

  @Test
  void gapsOfThePublisherStayGapsSoThatTheyCanBeRepaired() {
    path.resume();
    give(1, true);
    give(3, false);
    give(2, false);
    int first = sent(0).sequenceNumber();
    assertThat(sent(1).sequenceNumber()).isEqualTo(first + 2);
    assertThat(sent(2).sequenceNumber()).isEqualTo(first + 1);
  }

  @Test
  void lostPacketsAreSentAgainAsRtx() {
    path.resume();
    give(1, true);
    give(2, false);
    int lost = sent(1).sequenceNumber();
    path.nack(new int[] {lost, (lost + 100) & 0xffff});
    RtpPacket rtx = sent(2);
    assertThat(rtx.ssrc()).isEqualTo(5_001);
    assertThat(rtx.payloadType()).isEqualTo(121);
    byte[] payload = rtx.copyPayload();
    assertThat(((payload[0] & 0xff) << 8) | (payload[1] & 0xff)).isEqualTo(lost);
    assertThat(java.util.Arrays.copyOfRange(payload, 2, payload.length)).isEqualTo(Packets.DELTA);
    assertThat(path.statistics().nacksUnanswered()).isEqualTo(1);
  }

  @Test
  void withoutRtxTheVerySameBytesAreSentAgain() {
    FakeLoop loop = new FakeLoop();
    SubscriberLink link = new SubscriberLink(sink, loop);
    SendPath bare =
        new SendPath(
            Packets.video(), Packets.subscriberWithoutRtx(), link.sound(), clock, new Random(1));
    link.add(bare);
    bare.resume();
    bare.packet(Packets.up(1, true, clock.micros));
    int lost = sent(0).sequenceNumber();
    clock.micros += 123_456;
    bare.nack(new int[] {lost});
    // The same number is the same nonce: under AES-GCM it may not protect anything else.
    assertThat(sink.rtp).hasSize(2);
    assertThat(sink.rtp.get(1)).isEqualTo(sink.rtp.get(0));
  }

  @Test
  void historyForgetsAfterASecond() {
    path.resume();
    give(1, true);
    clock.micros += PacketHistory.MAX_AGE_MICROS + 1;
    path.nack(new int[] {sent(0).sequenceNumber()});
    assertThat(sink.rtp).hasSize(1);
  }

  @Test
  void aStormOfNacksTakesNoMoreThanWasSent() {
    path.resume();
    long first = 0;
    for (int sequence = 1; sequence <= 500; sequence++) {
      give(sequence, sequence == 1);
      first += sent(sequence - 1).length();
    }
    int[] everything = new int[500];
    for (int i = 0; i < everything.length; i++) {
      everything[i] = sent(i).sequenceNumber();
    }
    for (int round = 0; round < 1_000; round++) {
      path.nack(everything);
    }
    long again = sink.rtp.stream().skip(500).mapToLong(packet -> packet.length).sum();
    assertThat(sink.rtp).hasSize(1_000);
    assertThat(again)
        .as("two bytes more each, and the subscriber's extensions")
        .isLessThan(first + 2_000);
    SendStatistics statistics = path.statistics();
    assertThat(statistics.nackCount()).isEqualTo(500_000);
    assertThat(statistics.nacksRefused())
        .isEqualTo(500_000 - statistics.retransmittedPacketsSent());
    give(501, false);
    assertThat(path.statistics().packetsSent()).isEqualTo(501);
  }

  @Test
  void aStormOfKeyFrameRequestsReachesThePublisherAFewTimes() {
    int asked = 0;
    path.resume();
    KeyFrameThrottle publisher = track.streams().get(0).keyFrames;
    long sequence = 1;
    for (int milli = 0; milli < 60_000; milli++) {
      clock.micros += 1_000;
      path.keyFrameRequested();
      path.pause();
      path.resume();
      give(sequence++, false);
      if (publisher.shouldAsk(clock.micros)) {
        asked++;
        publisher.arrived();
        give(sequence++, true);
      }
    }
    assertThat(asked).isBetween(30, 30 + KeyFrameBudget.BURST + 1);
    assertThat(path.statistics().keyFrameRequests()).isEqualTo(60_000);
    assertThat(path.statistics().keyFrameRequestsRefused()).isGreaterThan(50_000);
  }

  @Test
  void senderReportsKeepNtpAndMapRtpTimeAndGiveTheRoundTrip() {
    path.resume();
    give(10, true);
    long ntp = NtpTime.ofEpochMicros(clock.epochMicros());
    path.senderReport(new UpReport(new byte[28], clock.epochMicros(), 0, ntp, 10 * 3_000 + 900));
    RtcpCompound compound = RtcpCompound.of(sink.rtcp.get(0));
    assertThat(compound.next()).isTrue();
    SenderReport report = SenderReport.parse(compound);
    assertThat(report.ssrc()).isEqualTo(5_000);
    assertThat(report.ntp()).isEqualTo(ntp);
    assertThat(report.rtpTimestamp()).isEqualTo(sent(0).timestamp() + 900);
    assertThat(report.packetCount()).isEqualTo(1);
    clock.micros += 150_000;
    path.report(
        new ReportBlock(5_000, 0, 0, 0, 0, NtpTime.middle(ntp), NtpTime.microsToShort(100_000)));
    assertThat(path.roundTripMicros()).isBetween(49_900L, 50_100L);
  }

  @Test
  void afterThePublishersPauseAKeyFrameComesFirst() {
    path.resume();
    give(1, true);
    track.setPaused(true);
    track.setPaused(false);
    give(2, false);
    assertThat(sink.rtp).hasSize(1);
    give(3, true);
    assertThat(sent(1).sequenceNumber()).isEqualTo(sent(0).sequenceNumber() + 1);
  }

  @Test
  void whatIsOnItsWayIsNotSentAgainBeforeARoundTrip() {
    path.resume();
    give(1, true);
    long ntp = NtpTime.ofEpochMicros(clock.epochMicros());
    path.senderReport(new UpReport(new byte[28], clock.epochMicros(), 0, ntp, 3_000));
    clock.micros += 100_000;
    path.report(new ReportBlock(5_000, 0, 0, 0, 0, NtpTime.middle(ntp), 0));
    give(2, false);
    give(3, false);
    int[] lost = {sent(0).sequenceNumber()};
    path.nack(lost);
    clock.micros += 50_000;
    path.nack(lost);
    assertThat(sink.rtp).hasSize(4);
    clock.micros += 50_000;
    path.nack(lost);
    assertThat(sink.rtp).hasSize(5);
  }
}
