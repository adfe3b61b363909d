package io.parley.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.ortc.Negotiation;
import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.track.UpPacket;
import io.parley.sfu.track.UpReport;
import io.parley.storage.codec.rtp.NtpTime;
import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.SenderReport;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Opus with the frame before in each packet (RFC 2198), as browsers send it. */
class RedundantSoundTest {
  private static final int OPUS = 111;
  private static final int RED = 63;
  private static final int FRAME = 960;

  private final PublishedTrack track = microphone();
  private final Packets.KeepingDown down = new Packets.KeepingDown();
  private final Packets.KeepingSink wire = new Packets.KeepingSink();
  private final ReceivePath path = new ReceivePath((t, level, now) -> {}, 0);
  private final Packets.FakeClock clock = new Packets.FakeClock();

  @BeforeEach
  void publish() {
    path.add(track);
    track.add(down);
  }

  private static PublishedTrack microphone() {
    RtpParameters parameters =
        new RtpParameters(
            "1",
            List.of(opus(OPUS), red(RED, OPUS)),
            List.of(),
            List.of(RtpParameters.Encoding.of(7, null)),
            new RtpParameters.Rtcp("up", true, true));
    return new PublishedTrack(
        new TrackDescription(
            new MeetingId("m"),
            new ParticipantId("p"),
            new TrackId("p.microphone.1"),
            MediaSource.MICROPHONE,
            MediaCodec.OPUS,
            OPUS,
            48_000,
            2,
            "",
            0),
        parameters);
  }

  private static RtpParameters.Codec opus(int payloadType) {
    return new RtpParameters.Codec("audio/opus", payloadType, 48_000, 2, Map.of(), List.of());
  }

  private static RtpParameters.Codec red(int payloadType, int of) {
    return new RtpParameters.Codec(
        "audio/red", payloadType, 48_000, 2, Negotiation.redParameters(of), List.of());
  }

  private SendPath subscribe(RtpParameters.Codec... codecs) {
    RtpParameters to =
        new RtpParameters(
            "3",
            List.of(codecs),
            List.of(),
            List.of(RtpParameters.Encoding.of(5_000, null)),
            new RtpParameters.Rtcp("down", true, true));
    SendPath send = new SendPath(track, to, wire, clock, new Random(1));
    track.add(send);
    send.resume();
    return send;
  }

  /** Frame {@code n} is the three bytes 0x78, n, n. */
  private static byte[] frame(int n) {
    return new byte[] {0x78, (byte) n, (byte) n};
  }

  private void receive(int n, int... earlier) {
    byte[] payload = new byte[4 * earlier.length + 1 + 3 * earlier.length + 3];
    int at = 0;
    for (int one : earlier) {
      int offsetAndLength = (((n - one) * FRAME) << 10) | 3;
      payload[at++] = (byte) (0x80 | OPUS);
      payload[at++] = (byte) (offsetAndLength >> 16);
      payload[at++] = (byte) (offsetAndLength >> 8);
      payload[at++] = (byte) offsetAndLength;
    }
    payload[at++] = OPUS;
    for (int one : earlier) {
      System.arraycopy(frame(one), 0, payload, at, 3);
      at += 3;
    }
    System.arraycopy(frame(n), 0, payload, at, 3);
    give(Packets.rtp(7, RED, n, (long) n * FRAME, payload));
  }

  private void give(byte[] packet) {
    clock.micros += 20_000;
    path.rtp(packet, 0, packet.length, clock.epochMicros(), clock.micros);
  }

  @Test
  void whatWasLostIsTakenFromTheNextPacketAndComesOnce() {
    receive(1);
    receive(2, 1);
    receive(4, 3);
    receive(3, 2);
    assertThat(down.packets).extracting(UpPacket::sequence).containsExactly(1L, 2L, 3L, 4L);
    UpPacket third = down.packets.get(2);
    assertThat(third.rtp().copyPayload()).isEqualTo(frame(3));
    assertThat(third.rtp().payloadType()).isEqualTo(OPUS);
    assertThat(third.timestamp()).isEqualTo(3 * FRAME);
    assertThat(third.isRedundant()).isFalse();
    assertThat(track.statistics().packetsRepaired()).isEqualTo(1);
    assertThat(track.statistics().packetsDuplicate()).as("it came late itself").isEqualTo(1);
  }

  @Test
  void twoInARowAreTakenFromAPacketThatHoldsBoth() {
    receive(1);
    receive(4, 2, 3);
    assertThat(down.packets)
        .extracting(packet -> packet.rtp().timestamp())
        .containsExactly((long) FRAME, 2L * FRAME, 3L * FRAME, 4L * FRAME);
    receive(9, 6, 7);
    assertThat(down.packets).as("what is farther back stays lost").hasSize(7);
    assertThat(down.packets.get(4).sequence()).isEqualTo(7);
  }

  @Test
  void aSubscriberThatKnowsItGetsItWithItsOwnPayloadTypes() {
    subscribe(opus(100), red(101, 100));
    receive(1);
    receive(2, 1);
    RtpPacket second = RtpPacket.of(wire.rtp.get(1));
    assertThat(second.payloadType()).isEqualTo(101);
    assertThat(second.copyPayload())
        .isEqualTo(
            new byte[] {
              (byte) (0x80 | 100),
              (byte) (FRAME >> 6),
              (byte) (FRAME << 2),
              3,
              100,
              0x78,
              1,
              1,
              0x78,
              2,
              2
            });
    assertThat(RtpPacket.of(down.packets.get(1).rtp().copy()).payloadType())
        .as("what others share is left alone")
        .isEqualTo(RED);
  }

  @Test
  void aSubscriberThatDoesNotGetsTheNewFramesAloneWithoutAHole() {
    SendPath send = subscribe(opus(100));
    receive(1);
    receive(2, 1);
    receive(4, 3);
    List<RtpPacket> sent = wire.rtp.stream().map(RtpPacket::of).toList();
    assertThat(sent).extracting(RtpPacket::payloadType).containsOnly(100);
    int first = sent.get(0).sequenceNumber();
    long start = sent.get(0).timestamp();
    for (int n = 1; n <= 4; n++) {
      RtpPacket one = sent.get(n - 1);
      assertThat(one.sequenceNumber()).isEqualTo(first + n - 1);
      assertThat(one.timestamp()).isEqualTo(start + (long) (n - 1) * FRAME);
      assertThat(one.copyPayload()).isEqualTo(frame(n));
    }
    send.nack(new int[] {first + 1});
    assertThat(wire.rtp.get(4)).as("sent again as it was").isEqualTo(wire.rtp.get(1));
  }

  @Test
  void whatIsNoRedundancyOrOfAnotherCodecIsDropped() {
    give(Packets.rtp(7, RED, 1, FRAME, new byte[] {(byte) 0xef, 0x0f, 0x00}));
    give(Packets.rtp(7, RED, 2, FRAME, new byte[] {9, 1, 2}));
    assertThat(down.packets).isEmpty();
    assertThat(path.malformed()).isEqualTo(1);
    assertThat(path.unknown()).isEqualTo(1);
  }

  /**
   * How far behind the start of frame {@code n} a report is, by its RTP time, that came with so
   * many samples.
   */
  private long reported(int n, long samples) {
    byte[] report = new byte[28];
    long timestamp = (long) n * FRAME + samples;
    long ntp = NtpTime.ofEpochMicros(clock.epochMicros());
    new SenderReport(7, ntp, timestamp, 0, 0, List.of()).write(report, 0);
    path.rtcp(report, 0, report.length, clock.epochMicros(), clock.micros);
    UpReport last = down.reports.get(down.reports.size() - 1);
    RtcpCompound walk = RtcpCompound.of(last.packet());
    assertThat(walk.next()).isTrue();
    assertThat(SenderReport.parse(walk).rtpTimestamp()).isEqualTo(last.rtpTimestamp());
    return last.rtpTimestamp() - (long) n * FRAME;
  }

  @Test
  void reportsOfSendersThatCountRedundancyAt8KilohertzArePutRight() {
    receive(1);
    receive(2, 1);
    assertThat(reported(2, 8 * 16)).isEqualTo(48 * 16);
    assertThat(reported(3, 8 * 11)).as("a frame that is still on its way").isEqualTo(48 * 11);
    receive(4, 3);
    assertThat(reported(4, 8 * 12)).as("12 ms, or 2 at the right rate").isEqualTo(48 * 12);
    assertThat(reported(4, 8 * 60)).as("a busy sender").isEqualTo(48 * 60);
  }

  @Test
  void aReportThatComesLongAfterItsFrameIsNotTakenForOneOfALaterFrame() {
    for (int n = 1; n <= 20; n++) {
      receive(n, n - 1);
    }
    clock.micros += 170_000;
    assertThat(reported(20, 8 * 190)).isEqualTo(48 * 190);
    clock.micros += 160_000;
    assertThat(reported(20, 8 * 350)).isEqualTo(48 * 350);
  }

  @Test
  void reportsOfOthersAreLeftAsTheyAre() {
    receive(1);
    assertThat(reported(1, 48 * 12)).isEqualTo(48 * 12);
    assertThat(reported(1, 48 * 15 + 5)).as("more exact than a millisecond").isEqualTo(725);
    assertThat(reported(1, 8 * 16)).as("which it is once and for all").isEqualTo(8 * 16);
  }

  @Test
  void reportsInWholeMillisecondsAreBelievedBeforeLong() {
    receive(1);
    for (int i = 0; i < 3; i++) {
      assertThat(reported(1, 48 * 2)).isIn(48L * 2, 48L * 12);
    }
    assertThat(reported(1, 48 * 2)).isEqualTo(48 * 2);
  }

  @Test
  void reportsOfPlainSoundAreLeftAsTheyAre() {
    give(Packets.rtp(7, OPUS, 1, FRAME, frame(1)));
    assertThat(reported(1, 8 * 16)).isEqualTo(8 * 16);
  }
}
