package io.parley.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.ortc.RtpParameters;
import io.parley.sfu.track.DependencyDescriptor;
import io.parley.sfu.track.DependencyStructure;
import io.parley.storage.codec.rtp.HeaderExtensions;
import io.parley.storage.codec.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One stream of AV1 in two spatial and three temporal layers, to one subscriber. */
class Av1LayersTest {
  private static final int BOTH = 1;
  private static final int ALL_TIMES = 2;

  private final PublishedTrack track = Av1Packets.track();
  private final Av1Packets camera = new Av1Packets();
  private final Packets.FakeClock clock = new Packets.FakeClock();
  private final Packets.KeepingSink wire = new Packets.KeepingSink();
  private final ReceivePath path = new ReceivePath((t, level, now) -> {}, 0);
  private final SendPath send = subscribe(Av1Packets.subscriber());
  private @Nullable DependencyStructure known;

  private SendPath subscribe(RtpParameters to) {
    return new SendPath(track, to, wire, clock, new Random(1));
  }

  @BeforeEach
  void publish() {
    path.add(track);
    track.add(send);
    send.resume();
  }

  private void give(byte[] packet) {
    path.rtp(packet, 0, packet.length, clock.epochMicros(), clock.micros);
  }

  /** What goes out of the next picture. */
  private List<RtpPacket> next(boolean key) {
    int before = wire.rtp.size();
    clock.micros += 33_000;
    camera.picture(key).forEach(this::give);
    return wire.rtp.subList(before, wire.rtp.size()).stream().map(RtpPacket::of).toList();
  }

  /** As the subscriber reads it. */
  private DependencyDescriptor descriptor(RtpPacket packet) {
    int at = packet.findExtension(Av1Packets.SUBSCRIBERS_EXTENSION);
    DependencyDescriptor read =
        Objects.requireNonNull(
            DependencyDescriptor.parse(packet.buffer(), at, packet.extensionLength(at), known));
    known = read.structure();
    return read;
  }

  private List<Long> told(List<RtpPacket> picture) {
    return picture.stream().map(packet -> descriptor(packet).activeTargets()).toList();
  }

  private void requireOneStream() {
    long expected = RtpPacket.of(wire.rtp.get(0)).sequenceNumber();
    for (byte[] packet : wire.rtp) {
      assertThat(RtpPacket.of(packet).sequenceNumber()).isEqualTo((int) (expected++ & 0xffff));
    }
  }

  @Test
  void theTrackTellsItsLayersAndWhatEachCosts() {
    assertThat(track.layers()).as("as announced").isEqualTo(2);
    for (int picture = 0; picture < 100; picture++) {
      next(picture == 0);
    }
    assertThat(track.layers()).isEqualTo(2);
    assertThat(track.layerFor(320, 180)).isZero();
    assertThat(track.layerFor(640, 360)).isEqualTo(1);
    assertThat(track.streams().get(0).spatial.size(1)).isEqualTo(new LayerSize(640, 360));
    List<BandwidthAllocation.Step> steps = track.steps(BOTH, ALL_TIMES);
    assertThat(steps.get(0).temporal()).as("fewer pictures of the lower layer").isZero();
    assertThat(steps.get(steps.size() - 1).bitsPerSecond())
        .isEqualTo(track.streams().get(0).spatial.bitsPerSecond(BOTH, ALL_TIMES));
  }

  @Test
  void toOneThatTakesAllADescriptorPassesAsItIs() {
    List<RtpPacket> key = next(true);
    assertThat(key).hasSize(4);
    assertThat(descriptor(key.get(0)).structured()).isTrue();
    assertThat(descriptor(key.get(0)).activeTargets()).isEqualTo(0b111111);
    for (int picture = 0; picture < 8; picture++) {
      List<RtpPacket> sent = next(false);
      assertThat(told(sent)).containsExactly(0L, 0L, 0L, 0L);
      assertThat(sent).extracting(RtpPacket::marker).containsExactly(false, false, false, true);
    }
    requireOneStream();
  }

  @Test
  void aLayerIsLeftAtOnceAndTheSubscriberIsTold() {
    next(true).forEach(this::descriptor);
    send.limitLayers(0, ALL_TIMES);
    List<RtpPacket> picture = next(false);
    assertThat(picture).extracting(RtpPacket::marker).containsExactly(false, true);
    assertThat(told(picture)).as("the three of the lower layer").containsExactly(0b111L, 0b111L);
    assertThat(descriptor(picture.get(0)).spatialLayer()).isZero();
    assertThat(send.layer()).isZero();
    requireOneStream();
  }

  @Test
  void aLayerIsAddedAtAKeyPictureWhichIsAskedFor() {
    send.limitLayers(0, ALL_TIMES);
    List<RtpPacket> key = next(true);
    assertThat(key).hasSize(2);
    assertThat(descriptor(key.get(0)).activeTargets()).as("not all any more").isEqualTo(0b111);
    assertThat(descriptor(key.get(0)).structured()).isTrue();
    send.limitLayers(BOTH, ALL_TIMES);
    assertThat(next(false)).hasSize(2);
    assertThat(track.streams().get(0).keyFrames.shouldAsk(clock.micros)).isTrue();
    List<RtpPacket> both = next(true);
    assertThat(both).hasSize(4);
    assertThat(descriptor(both.get(0)).activeTargets()).isEqualTo(0b111111);
    assertThat(told(next(false))).containsExactly(0L, 0L, 0L, 0L);
    requireOneStream();
  }

  @Test
  void temporalLayersAreAddedWhereThePublisherPermits() {
    next(true).forEach(this::descriptor);
    send.limitLayers(BOTH, 0);
    assertThat(next(false)).as("T2").isEmpty();
    assertThat(next(false)).as("T1").isEmpty();
    assertThat(next(false)).as("T2").isEmpty();
    assertThat(told(next(false))).as("T0").containsOnly(0b001001L);
    assertThat(next(false)).as("T2").isEmpty();
    send.limitLayers(BOTH, ALL_TIMES);
    assertThat(next(false)).as("T1, which may need what was left out").isEmpty();
    assertThat(next(false)).as("T2").isEmpty();
    assertThat(told(next(false))).as("T0 permits, and says so").containsOnly(0b111111L);
    assertThat(next(false)).as("T2").hasSize(4);
    requireOneStream();
  }

  @Test
  void aTransportWideNumberIsFoundInBothFormsOfHeaders() {
    for (RtpPacket packet : List.of(next(true).get(0), next(false).get(0))) {
      byte[] buf = packet.copy();
      assertThat(OutgoingFormat.hasTransportSequence(buf, 0, buf.length, 5)).isTrue();
      OutgoingFormat.putTransportSequence(buf, 0, 0x1234);
      RtpPacket numbered = RtpPacket.of(buf);
      assertThat(HeaderExtensions.transportSequence(buf, numbered.findExtension(5)))
          .isEqualTo(0x1234);
      assertThat(numbered.extensionLength(numbered.findExtension(1))).as("mid").isEqualTo(1);
    }
  }

  @Test
  void aRetransmissionSaysTheSame() {
    send.limitLayers(0, ALL_TIMES);
    next(true).forEach(this::descriptor);
    RtpPacket sent = next(false).get(1);
    send.limitLayers(BOTH, ALL_TIMES);
    send.nack(new int[] {sent.sequenceNumber()});
    RtpPacket repair = RtpPacket.of(wire.rtp.get(wire.rtp.size() - 1));
    assertThat(repair.marker()).isTrue();
    assertThat(descriptor(repair)).isEqualTo(descriptor(sent));
  }

  @Test
  void oneThatReadsNoDescriptorsGetsTheLowestLayerAlone() {
    track.remove(send);
    SendPath plain = subscribe(Packets.subscriber());
    track.add(plain);
    plain.resume();
    plain.limitLayers(BOTH, ALL_TIMES);
    List<RtpPacket> key = next(true);
    assertThat(key).extracting(RtpPacket::marker).containsExactly(false, true);
    assertThat(key.get(0).findExtension(Av1Packets.SUBSCRIBERS_EXTENSION)).isNegative();
    assertThat(next(false)).hasSize(2);
    assertThat(track.streams().get(0).keyFrames.shouldAsk(clock.micros)).isFalse();
  }

  @Test
  void whatComesLateIsReadByTheStructureOfItsTime() {
    next(true);
    List<byte[]> picture = new ArrayList<>(camera.picture(false));
    byte[] late = picture.remove(3);
    picture.forEach(this::give);
    send.limitLayers(0, ALL_TIMES);
    next(true);
    int before = wire.rtp.size();
    give(late);
    RtpPacket sent = RtpPacket.of(wire.rtp.get(before));
    assertThat(sent.marker()).isTrue();
    assertThat(sent.payloadLength()).as("its layer passed then").isPositive();
  }
}
