package io.parley.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.track.Vp9Descriptor;
import io.parley.storage.codec.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One stream of VP9 in three spatial and three temporal layers, to one subscriber. */
class Vp9LayersTest {
  private final PublishedTrack track = Vp9Packets.track();
  private final Vp9Packets camera = new Vp9Packets();
  private final Packets.FakeClock clock = new Packets.FakeClock();
  private final Packets.KeepingSink wire = new Packets.KeepingSink();
  private final ReceivePath path = new ReceivePath((t, level, now) -> {}, 0);
  private final SendPath send =
      new SendPath(track, Packets.subscriber(), wire, clock, new Random(1));

  /** A packet as it was sent: its number, and which layer's it is. */
  private record Sent(long sequence, boolean marker, Vp9Descriptor layers) {
    static Sent of(byte[] bytes) {
      RtpPacket rtp = RtpPacket.of(bytes);
      byte[] payload = rtp.copyPayload();
      return new Sent(
          rtp.sequenceNumber(),
          rtp.marker(),
          Objects.requireNonNull(Vp9Descriptor.parse(payload, 0, payload.length)));
    }
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

  /** What goes out of the next picture; numbers go on from picture to picture. */
  private List<Sent> next(boolean key) {
    int before = wire.rtp.size();
    clock.micros += 33_000;
    camera.picture(key).forEach(this::give);
    return sentSince(before);
  }

  private List<Sent> sentSince(int before) {
    List<Sent> sent = new ArrayList<>();
    for (byte[] packet : wire.rtp.subList(before, wire.rtp.size())) {
      sent.add(Sent.of(packet));
    }
    return sent;
  }

  private static int highest(List<Sent> picture) {
    return picture.stream().mapToInt(one -> one.layers().spatialLayer()).max().orElse(-1);
  }

  private void requireOneStream() {
    long expected = RtpPacket.of(wire.rtp.get(0)).sequenceNumber();
    for (byte[] packet : wire.rtp) {
      assertThat(RtpPacket.of(packet).sequenceNumber()).isEqualTo((int) (expected++ & 0xffff));
    }
  }

  @Test
  void theTrackTellsItsLayersAndWhatEachCosts() {
    assertThat(track.layers()).as("as announced").isEqualTo(3);
    assertThat(track.encodingCount()).isEqualTo(1);
    for (int picture = 0; picture < 100; picture++) {
      next(picture == 0);
    }
    assertThat(track.layerFor(320, 180)).isZero();
    assertThat(track.layerFor(640, 360)).isEqualTo(1);
    assertThat(track.layerFor(1_920, 1_080)).isEqualTo(2);
    List<BandwidthAllocation.Step> steps = track.steps(2, 3);
    assertThat(steps)
        .isSortedAccordingTo((a, b) -> Long.compare(a.bitsPerSecond(), b.bitsPerSecond()));
    BandwidthAllocation.Step best = steps.get(steps.size() - 1);
    assertThat(best.spatial()).isEqualTo(2);
    assertThat(best.bitsPerSecond())
        .as("all layers together")
        .isEqualTo(track.streams().get(0).spatial.bitsPerSecond(2, 3));
    assertThat(track.steps(0, 3)).allMatch(step -> step.spatial() == 0);
  }

  @Test
  void aLayerIsLeftAtOnceAndPicturesEndWhereItEnds() {
    assertThat(next(true)).hasSize(6).filteredOn(Sent::marker).hasSize(1);
    send.limitLayers(1, 3);
    List<Sent> picture = next(false);
    assertThat(highest(picture)).isEqualTo(1);
    assertThat(picture).hasSize(4);
    assertThat(picture.get(3).marker()).isTrue();
    assertThat(picture.subList(0, 3)).noneMatch(Sent::marker);
    assertThat(send.layer()).isEqualTo(1);
    send.limitLayers(0, 3);
    assertThat(next(false)).hasSize(2);
    requireOneStream();
  }

  @Test
  void aLayerIsAddedAtAKeyPictureWhichIsAskedFor() {
    send.limitLayers(0, 3);
    assertThat(next(true)).hasSize(2);
    send.limitLayers(2, 3);
    assertThat(next(false)).hasSize(2);
    assertThat(track.streams().get(0).keyFrames.shouldAsk(clock.micros)).isTrue();
    List<Sent> key = next(true);
    assertThat(key).hasSize(6);
    assertThat(key.subList(0, 5)).noneMatch(Sent::marker);
    assertThat(key.get(5).marker()).isTrue();
    assertThat(next(false)).hasSize(6);
    requireOneStream();
  }

  @Test
  void temporalLayersAreAddedOnlyWhereThePublisherPermits() {
    next(true); // T0
    send.limitLayers(2, 0);
    assertThat(next(false)).as("T2").isEmpty();
    assertThat(send.temporalLayer()).isZero();
    send.limitLayers(2, 3);
    assertThat(next(false)).as("T1, which may need what was left out").isEmpty();
    assertThat(next(false)).as("T2").isEmpty();
    assertThat(next(false)).as("T0 permits").hasSize(6);
    assertThat(send.temporalLayer()).isEqualTo(3);
    assertThat(next(false)).as("T2").hasSize(6);
    requireOneStream();
  }

  @Test
  void whatComesLateIsTreatedLikeItsPicture() {
    next(true);
    send.limitLayers(1, 3);
    List<byte[]> picture = camera.picture(false);
    byte[] passes = picture.remove(2);
    byte[] leftOut = picture.remove(3);
    picture.forEach(this::give);
    send.limitLayers(0, 3);
    next(false);
    int before = wire.rtp.size();
    give(passes);
    assertThat(sentSince(before)).hasSize(1).allMatch(one -> one.layers().spatialLayer() == 1);
    before = wire.rtp.size();
    give(leftOut);
    for (byte[] packet : wire.rtp.subList(before, wire.rtp.size())) {
      assertThat(RtpPacket.of(packet).payloadLength()).as("only takes its place").isZero();
    }
  }

  @Test
  void aPictureThatComesLateAsAWholePassesLikeTheOneBefore() {
    next(true);
    send.limitLayers(1, 3);
    assertThat(next(false)).hasSize(4);
    List<byte[]> late = camera.picture(false);
    assertThat(next(false)).hasSize(4);
    int before = wire.rtp.size();
    late.forEach(this::give);
    wire.rtp.removeIf(packet -> RtpPacket.of(packet).payloadLength() == 0);
    List<Sent> sent = sentSince(before);
    assertThat(sent).hasSize(4);
    assertThat(highest(sent)).isEqualTo(1);
    assertThat(sent.get(3).marker()).isTrue();
  }

  @Test
  void aRetransmissionEndsThePictureLikeTheFirst() {
    send.limitLayers(1, 3);
    next(true);
    RtpPacket last = RtpPacket.of(wire.rtp.get(3));
    send.nack(new int[] {last.sequenceNumber()});
    assertThat(RtpPacket.of(wire.rtp.get(4)).marker()).isTrue();
  }
}
