package io.parley.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Freezes of a camera in three layers, of which some rest now and then. */
class TrackFreezesTest {
  private static final long FRAME_MICROS = 33_333;

  private final PublishedTrack track = Packets.simulcast();
  private final ReceivePath path = new ReceivePath((source, level, now) -> {}, 0);
  private long frame;
  private long micros;

  TrackFreezesTest() {
    path.add(track);
  }

  private void frames(int count, int... layers) {
    for (int i = 0; i < count; i++) {
      frame++;
      micros += FRAME_MICROS;
      for (int layer : layers) {
        byte[] packet = Packets.rtp(100 + layer, Packets.VP8, frame, frame * 3_000, Packets.DELTA);
        path.rtp(packet, 0, packet.length, micros, micros);
      }
    }
  }

  private void assertFreezes(long ofTheTrack, long... ofTheLayers) {
    assertThat(track.statistics().freezeCount()).isEqualTo(ofTheTrack);
    assertThat(track.encodings())
        .extracting(one -> one.received().freezeCount())
        .containsExactly(ofTheLayers[0], ofTheLayers[1], ofTheLayers[2]);
  }

  @Test
  void aLayerThatNobodyAskedForDidNotFreeze() {
    frames(60, 0, 1, 2);
    track.expect(List.of(true, true, false));
    frames(2, 0, 1, 2);
    frames(60, 0, 1);
    track.expect(List.of(true, true, true));
    frames(60, 0, 1, 2);
    assertFreezes(0, 0, 0, 0);
  }

  @Test
  void aLayerThatTheEncoderGaveUpLeavesThePictureMoving() {
    frames(60, 0, 1, 2);
    frames(60, 0, 1);
    frames(60, 0, 1, 2);
    assertFreezes(0, 0, 0, 1);
  }

  @Test
  void whenNothingComesThePictureIsFrozen() {
    frames(60, 0, 1, 2);
    micros += 1_000_000;
    frames(60, 0, 1, 2);
    assertFreezes(1, 1, 1, 1);
    assertThat(track.statistics().freezeMicros()).isEqualTo(1_000_000 + FRAME_MICROS);
  }

  @Test
  void theLowestLayerThatIsAskedForCounts() {
    track.expect(List.of(false, false, true));
    frames(60, 2);
    micros += 1_000_000;
    frames(60, 2);
    track.expect(List.of(true, false, true));
    frames(60, 0, 2);
    assertFreezes(1, 0, 0, 1);
  }
}
