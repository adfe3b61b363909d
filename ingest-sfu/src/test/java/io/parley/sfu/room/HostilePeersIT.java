package io.parley.sfu.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.parley.sfu.forward.SendStatistics;
import io.parley.sfu.transport.DropReason;
import io.parley.sfu.transport.IceParameters;
import io.parley.storage.codec.rtp.Nack;
import io.parley.storage.codec.rtp.PictureLossIndication;
import io.parley.storage.codec.rtp.RtcpCompound;
import io.parley.storage.codec.rtp.RtcpPacket;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.contract.MediaSource;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Somebody means harm; the others lose no packet and what the unit keeps stays within its bounds.
 */
@Tag("alone")
@Timeout(120)
class HostilePeersIT {
  private static final int PACKETS = 1_000;
  private static final long MALLORY_SSRC = 9_000;

  /** 5 makes the flood of checks a million. */
  private static final int SCALE = Integer.getInteger("parley.hostile.scale", 1);

  private HostileMeeting meeting;

  @BeforeEach
  void begin() throws Exception {
    meeting = new HostileMeeting();
  }

  @AfterEach
  void end() {
    meeting.close();
  }

  private long dropped(DropReason reason) {
    return meeting.server.counters().dropped(reason);
  }

  private void awaitDropped(DropReason reason, long count) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(20))
        .until(() -> dropped(reason) >= count);
  }

  @Test
  void forgedPackets() throws Exception {
    byte[] packet = HostileMeeting.media(MALLORY_SSRC, 1, 1);
    byte[] genuine =
        meeting.mallory.sending.protectRtp(HostileMeeting.roomy(packet), 0, packet.length);
    Random random = new Random(1);
    meeting.undisturbed(
        PACKETS,
        step -> {
          for (int i = 0; i < 10; i++) {
            byte[] forged = genuine.clone();
            forged[8 + random.nextInt(4)] = (byte) random.nextInt();
            forged[forged.length - 1 - random.nextInt(16)] ^= (byte) (1 + random.nextInt(255));
            meeting.mallory.sending.put(forged);
          }
          awaitDropped(DropReason.SRTP_FORGED, 10L * step);
        });
    awaitDropped(DropReason.SRTP_FORGED, 10L * PACKETS);
    assertThat(meeting.on(() -> meeting.mallory.participant.send.receivePath.packets())).isZero();
  }

  @Test
  void replayedPacketsOnesOwnAndOthers() throws Exception {
    meeting.mallory.publish(MediaSource.CAMERA, MALLORY_SSRC);
    byte[] packet = HostileMeeting.media(MALLORY_SSRC, 1, 1);
    byte[] own = meeting.mallory.sending.protectRtp(HostileMeeting.roomy(packet), 0, packet.length);
    byte[] overheard = HostileMeeting.media(HostileMeeting.ADA_SSRC, 20_000, 1);
    byte[] adas =
        meeting.ada.sending.protectRtp(HostileMeeting.roomy(overheard), 0, overheard.length);
    meeting.mallory.sending.put(own);
    meeting.undisturbed(
        PACKETS,
        step -> {
          for (int i = 0; i < 5; i++) {
            meeting.mallory.sending.put(own);
            meeting.mallory.sending.put(adas);
          }
          awaitDropped(DropReason.SRTP_REPLAYED, 5L * step);
        });
    awaitDropped(DropReason.SRTP_REPLAYED, 5L * PACKETS);
    awaitDropped(DropReason.SRTP_FORGED, 5L * PACKETS);
    assertThat(meeting.on(() -> meeting.mallory.participant.send.receivePath.packets()))
        .isEqualTo(1);
  }

  @Test
  void theSsrcOfSomebodyElseAndThousandsOfOnesOwn() throws Exception {
    meeting.mallory.publish(MediaSource.CAMERA, HostileMeeting.ADA_SSRC);
    assertThatThrownBy(() -> meeting.mallory.publish(MediaSource.SCREEN, HostileMeeting.ADA_SSRC))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(RequestException.class);
    meeting.undisturbed(
        PACKETS,
        step -> {
          meeting.mallory.sendMedia(HostileMeeting.ADA_SSRC, step, -1 - step);
          for (int i = 0; i < 4; i++) {
            meeting.mallory.sendMedia(100_000 + 4L * step + i, 1, 1);
          }
        });
    await()
        .until(
            () ->
                meeting.on(() -> meeting.mallory.participant.send.receivePath.unknown())
                    == 4L * PACKETS);
    assertThat(meeting.on(() -> meeting.mallory.participant.send.receivePath.known())).isEqualTo(1);
    assertThat(meeting.on(() -> meeting.mallory.participant.send.receivePath.tracks())).hasSize(1);
  }

  @Test
  void aStormOfNacks() throws Exception {
    Consumer watched = meeting.mallory.watch("ada");
    byte[] storm = new byte[1_400];
    meeting.undisturbed(
        PACKETS,
        step -> {
          List<RtpPacket> received = meeting.mallory.received(watched);
          int newest = received.isEmpty() ? 0 : received.get(received.size() - 1).sequenceNumber();
          int[] numbers = IntStream.range(0, 500).map(n -> newest - 499 + n & 0xffff).toArray();
          int length = new Nack(1, watched.path.ssrc(), numbers).write(storm, 0);
          meeting.mallory.report(Arrays.copyOf(storm, length));
        });
    SendStatistics statistics = meeting.on(() -> watched.path.statistics());
    assertThat(statistics.nackCount()).isGreaterThan(100L * PACKETS);
    assertThat(statistics.retransmittedPacketsSent()).isLessThanOrEqualTo(statistics.packetsSent());
  }

  @Test
  void aStormOfKeyFrameRequests() throws Exception {
    Consumer watched = meeting.mallory.watch("ada");
    byte[] storm = new byte[12];
    new PictureLossIndication(1, watched.path.ssrc()).write(storm, 0);
    meeting.undisturbed(
        PACKETS,
        step -> {
          for (int i = 0; i < 20; i++) {
            meeting.mallory.report(storm);
          }
        });
    await().until(() -> meeting.on(() -> watched.path.statistics().keyFrameRequests() > 10_000));
    long asked = meeting.ada.fromUnit.stream().filter(HostilePeersIT::asksForAKeyFrame).count();
    assertThat(asked).as("of 20,000").isLessThan(60);
  }

  private static boolean asksForAKeyFrame(byte[] packet) {
    RtcpCompound walk = RtcpCompound.of(packet);
    while (walk.next()) {
      if (walk.is(RtcpPacket.PAYLOAD_FEEDBACK, RtcpPacket.FMT_PLI)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void giantJumpsOfTheSequence() throws Exception {
    meeting.mallory.publish(MediaSource.CAMERA, MALLORY_SSRC);
    Random random = new Random(3);
    long[] sequence = {0};
    meeting.undisturbed(
        PACKETS,
        step -> {
          for (int i = 0; i < 5; i++) {
            sequence[0] += 1 + random.nextInt(30_000);
            meeting.mallory.sendMedia(MALLORY_SSRC, sequence[0], 1);
          }
        });
    var statistics =
        meeting.on(
            () ->
                meeting
                    .mallory
                    .participant
                    .producers
                    .values()
                    .iterator()
                    .next()
                    .track
                    .statistics());
    assertThat(statistics.packetsReceived()).isPositive();
    assertThat(meeting.mallory.fromUnit).hasSizeLessThan(10 * PACKETS);
  }

  @Test
  void aFloodOfConnectivityChecks() throws Exception {
    int checks = 200_000 * SCALE;
    IceParameters target = meeting.ada.participant.send.wire().iceParameters();
    IceParameters guessed = new IceParameters(target.usernameFragment(), "guessed".repeat(4), true);
    IceParameters nobody = new IceParameters("nobodyxx", "guessed".repeat(4), true);
    byte[] wrong = meeting.mallory.sending.checkOf(guessed, true);
    byte[] unknown = meeting.mallory.sending.checkOf(nobody, true);
    byte[] damaged = wrong.clone();
    damaged[damaged.length - 1] ^= 1;
    byte[][] kinds = {wrong, unknown, damaged, unknown};
    InetSocketAddress unit =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), meeting.server.port());
    int transports = meeting.server.size();
    long before = floods();
    try (DatagramSocket one = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket two = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      int each = checks / PACKETS;
      meeting.undisturbed(
          PACKETS,
          step -> {
            for (int i = 0; i < each; i++) {
              byte[] check = kinds[i % kinds.length];
              (i % 2 == 0 ? one : two).send(new DatagramPacket(check, check.length, unit));
              if (i % 50 == 49) {
                awaitFloods(before + (long) step * each + i - 49);
              }
            }
          });
    }
    awaitFloods(before + checks);
    assertThat(floods()).isEqualTo(before + checks);
    assertThat(meeting.server.size()).isEqualTo(transports);
    assertThat(meeting.server.addresses()).as("one for each client").isEqualTo(transports);
  }

  private long floods() {
    return dropped(DropReason.STUN_WRONG_PASSWORD)
        + dropped(DropReason.STUN_UNKNOWN_USER)
        + dropped(DropReason.STUN_MALFORMED);
  }

  private void awaitFloods(long count) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(20))
        .until(() -> floods() >= count);
  }

  @Test
  void datagramsOfNoProtocolAndHandshakesOfStrangers() throws Exception {
    InetSocketAddress unit =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), meeting.server.port());
    Random random = new Random(4);
    try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      meeting.undisturbed(
          PACKETS,
          step -> {
            for (int i = 0; i < 5; i++) {
              byte[] garbage = new byte[1 + random.nextInt(1_400)];
              random.nextBytes(garbage);
              stranger.send(new DatagramPacket(garbage, garbage.length, unit));
              byte[] dtls = new byte[100];
              dtls[0] = 22;
              stranger.send(new DatagramPacket(dtls, dtls.length, unit));
              meeting.mallory.sending.put(dtls);
            }
          });
    }
    awaitDropped(DropReason.UNKNOWN_ADDRESS, PACKETS);
    assertThat(meeting.server.counters().handshakesFailed()).isZero();
  }
}
