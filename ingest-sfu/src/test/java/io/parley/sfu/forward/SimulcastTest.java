package io.parley.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.track.UpPacket;
import io.parley.sfu.track.Vp8Descriptor;
import io.parley.storage.codec.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One subscriber of a track in three layers, each with three temporal layers. */
class SimulcastTest {
  private static final long FRAME_MICROS = 33_333;

  private final Packets.FakeClock clock = new Packets.FakeClock();
  private final Packets.KeepingSink sink = new Packets.KeepingSink();
  private final PublishedTrack track = Packets.simulcast();
  private final SendPath path =
      new SendPath(track, Packets.subscriber(), sink, clock, new Random(3));
  private final Vp8Packets.Layer[] layers = {
    new Vp8Packets.Layer(0, 60_000, 1_000_000, 0x7ff0, 250),
    new Vp8Packets.Layer(1, 100, 77, 5, 3),
    new Vp8Packets.Layer(2, 30_000, 4_000_000_000L, 400, 90),
  };

  /** All layers send a frame; of those asked for a key frame it is one. */
  private void tick(int... keys) {
    clock.micros += FRAME_MICROS;
    for (Vp8Packets.Layer layer : layers) {
      boolean key = false;
      for (int one : keys) {
        key |= one == layer.layer;
      }
      for (UpPacket packet : layer.frame(key, clock.micros)) {
        path.packet(packet);
      }
    }
  }

  private List<RtpPacket> sent() {
    return sink.rtp.stream().map(RtpPacket::of).toList();
  }

  private static Vp8Descriptor vp8(RtpPacket packet) {
    Vp8Descriptor descriptor =
        Vp8Descriptor.parse(
            packet.buffer(), packet.payloadOffset(), packet.offset() + packet.length());
    assertThat(descriptor).isNotNull();
    return descriptor;
  }

  private boolean isAsked(int layer) {
    return track.streams().get(layer).keyFrames.shouldAsk(clock.micros);
  }

  /** Sequence numbers, timestamps, picture ids and TL0PICIDX as a decoder wants them. */
  private void assertSeamless() {
    List<RtpPacket> packets = sent();
    for (int i = 1; i < packets.size(); i++) {
      RtpPacket before = packets.get(i - 1);
      RtpPacket now = packets.get(i);
      assertThat(now.sequenceNumber()).isEqualTo((before.sequenceNumber() + 1) & 0xffff);
      boolean sameFrame = now.timestamp() == before.timestamp();
      long step = (now.timestamp() - before.timestamp()) & 0xffff_ffffL;
      assertThat(step).isLessThan(5 * 3_000);
      int picture = (vp8(before).pictureId() + (sameFrame ? 0 : 1)) & 0x7fff;
      assertThat(vp8(now).pictureId()).as("packet %d", i).isEqualTo(picture);
      boolean base = !sameFrame && vp8(now).temporalLayer() == 0;
      int tl0 = (vp8(before).tl0PicIdx() + (base ? 1 : 0)) & 0xff;
      assertThat(vp8(now).tl0PicIdx()).as("packet %d", i).isEqualTo(tl0);
    }
  }

  private int framesOfLastSecond() {
    int before = sink.rtp.size();
    for (int i = 0; i < 32; i++) {
      tick();
    }
    return (sink.rtp.size() - before) / 2;
  }

  @Test
  void theBestLayerIsTakenFromItsKeyFrameOn() {
    path.resume();
    tick(0);
    tick();
    assertThat(path.layer()).as("asked, and no key frame came yet").isZero();
    assertThat(isAsked(2)).isTrue();
    tick(2);
    assertThat(path.layer()).isEqualTo(2);
    tick();
    assertSeamless();
  }

  @Test
  void aChangeOfLayerIsWithoutASeamAndWithoutAGap() {
    path.resume();
    tick(0, 1, 2);
    tick(2);
    path.limitLayers(0, 3);
    assertThat(isAsked(0)).isTrue();
    tick();
    assertThat(path.layer()).as("the old layer goes on until the key frame").isEqualTo(2);
    tick(0);
    assertThat(path.layer()).isZero();
    tick();
    path.limitLayers(1, 3);
    tick();
    tick(1);
    tick();
    assertThat(path.layer()).isEqualTo(1);
    assertSeamless();
  }

  @Test
  void aLayerThatStopsIsReplacedByTheBestBelow() {
    path.resume();
    tick(0, 1, 2);
    tick(2);
    for (int i = 0; i < 40; i++) {
      clock.micros += FRAME_MICROS;
      for (int layer = 0; layer < 2; layer++) {
        boolean key = layer == 1 && i == 38;
        for (UpPacket packet : layers[layer].frame(key, clock.micros)) {
          path.packet(packet);
        }
      }
    }
    assertThat(path.layer()).isEqualTo(1);
  }

  @Test
  void temporalLayersAreLeftOutAndComeBackAtASyncFrame() {
    path.resume();
    tick(0, 1, 2);
    tick(2);
    assertThat(framesOfLastSecond()).isEqualTo(32);
    path.limitLayers(2, 1);
    assertThat(framesOfLastSecond()).isEqualTo(16);
    path.limitLayers(2, 0);
    assertThat(framesOfLastSecond()).isEqualTo(8);
    path.limitLayers(2, 2);
    tick();
    tick();
    tick();
    tick();
    assertThat(framesOfLastSecond()).isEqualTo(32);
    assertSeamless();
  }

  @Test
  void aLatePacketOfAFrameThatWasLeftOutGetsAnEmptyOneInItsPlace() {
    path.resume();
    path.limitLayers(2, 0);
    Vp8Packets.Layer top = layers[2];
    List<UpPacket> packets = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      packets.addAll(List.of(top.frame(i == 0, clock.micros)));
    }
    // Frame 1 (temporal layer 2): its second packet comes after frame 4 (temporal layer 0).
    UpPacket late = packets.remove(3);
    packets.forEach(path::packet);
    int before = sink.rtp.size();
    path.packet(late);
    assertThat(sink.rtp).hasSize(before + 1);
    RtpPacket empty = sent().get(before);
    assertThat(empty.payloadLength()).isZero();
    List<Integer> numbers = sent().stream().map(RtpPacket::sequenceNumber).sorted().toList();
    for (int i = 1; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
    }
  }

  @Test
  void whatIsSentAgainCarriesTheNumbersItWasSentWith() {
    path.resume();
    tick(0, 1, 2);
    tick(2);
    path.limitLayers(0, 3);
    tick(0);
    RtpPacket last = sent().get(sink.rtp.size() - 1);
    path.nack(new int[] {last.sequenceNumber()});
    RtpPacket rtx = sent().get(sink.rtp.size() - 1);
    byte[] original = last.copyPayload();
    byte[] repeated = rtx.copyPayload();
    assertThat(java.util.Arrays.copyOfRange(repeated, 2, repeated.length)).isEqualTo(original);
  }

  /** The rest would fill a link that has become narrow. */
  @Test
  void afterAStepDownNothingIsSentAgainFromBeforeTheKeyFrame() {
    path.resume();
    tick(0, 1, 2);
    tick();
    path.limitLayers(0, 3);
    int before = sink.rtp.size();
    tick(0);
    int after = sink.rtp.size();
    path.nack(new int[] {sent().get(before - 1).sequenceNumber()});
    assertThat(sink.rtp).hasSize(after);
    path.nack(new int[] {sent().get(before).sequenceNumber()});
    assertThat(sink.rtp).hasSize(after + 1);
  }

  @Test
  void layersTakenAreTheOneForwardedTheOneWantedAndTheLowest() {
    assertThat(path.layersTaken(3)).as("paused").isZero();
    path.resume();
    assertThat(path.layersTaken(3)).isEqualTo(0b101);
    tick(1);
    assertThat(path.layersTaken(3)).isEqualTo(0b111);
    path.limitLayers(0, 3);
    assertThat(path.layersTaken(3)).as("until there is a key frame").isEqualTo(0b011);
    tick(0);
    assertThat(path.layersTaken(3)).isEqualTo(0b001);
  }

  @Test
  void aTileGetsTheLowestLayerThatIsSharpInIt() {
    track.streams().get(0).size = new LayerSize(320, 180);
    assertThat(track.layerFor(320, 180)).isZero();
    assertThat(track.layerFor(400, 225)).as("a little stretched").isZero();
    assertThat(track.layerFor(600, 338)).isEqualTo(1);
    assertThat(track.layerFor(1920, 1080)).isEqualTo(2);
  }
}
