package io.parley.jobs.media.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.jobs.media.track.EncodedFrame;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackId;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackBufferTest {
  private static EncodedFrame frame(MediaCodec codec, long micros, boolean key, int bytes) {
    return new EncodedFrame(
        new TrackId("a.x.1"),
        new ParticipantId("a"),
        codec.isAudio() ? MediaSource.MICROPHONE : MediaSource.CAMERA,
        codec,
        key,
        micros,
        20_000,
        new byte[bytes],
        false);
  }

  private static List<Long> times(WindowInput.Track track) {
    return track.frames().stream().map(EncodedFrame::micros).toList();
  }

  @Test
  void picturesBeginWithTheKeyFrameBeforeTheWindow() {
    TrackBuffer buffer = new TrackBuffer();
    for (int i = 0; i < 20; i++) {
      buffer.add(frame(MediaCodec.VP8, i * 500_000L, i % 6 == 0, 10));
    }
    // Key frames at 0, 3, 6 and 9 s; window 1 is 4.096 to 8.192 s.
    assertThat(times(buffer.forWindow(1))).startsWith(3_000_000L).endsWith(8_000_000L).hasSize(11);
    buffer.forgetBefore(1);
    assertThat(times(buffer.forWindow(1))).startsWith(3_000_000L).hasSize(11);
    assertThat(times(buffer.forWindow(2))).startsWith(6_000_000L).endsWith(9_500_000L);
    buffer.forgetBefore(3);
    assertThat(buffer.bytes()).isEqualTo(20);
    assertThat(TrackBuffer.fromBytes(buffer.toBytes()).toBytes()).isEqualTo(buffer.toBytes());
  }

  @Test
  void soundReachesALittleOverBothEnds() {
    TrackBuffer buffer = new TrackBuffer();
    for (int i = 0; i < 1_000; i++) {
      buffer.add(frame(MediaCodec.OPUS, i * 20_000L, true, 10));
    }
    assertThat(times(buffer.forWindow(1))).startsWith(3_700_000L).endsWith(8_380_000L);
    buffer.forgetBefore(1);
    assertThat(times(buffer.forWindow(1))).startsWith(3_700_000L);
  }

  @Test
  void memoryIsBounded() {
    TrackBuffer buffer = new TrackBuffer();
    for (int i = 0; i < 70; i++) {
      buffer.add(frame(MediaCodec.VP8, i, i == 0, 1 << 20));
    }
    assertThat(buffer.bytes()).isEqualTo(TrackBuffer.MAX_BYTES);
    assertThat(buffer.droppedFrames()).isEqualTo(6);
  }

  @Test
  void theStoredFormOfAFrameStaysAsItIs() {
    byte[] bytes = frame(MediaCodec.OPUS, 0x0102030405L, true, 3).toBytes();
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "01"
                + "00000005612e782e31"
                + "0000000161"
                + "0000000a4d4943524f50484f4e45"
                + "000000044f505553"
                + "01"
                + "0000000102030405"
                + "0000000000004e20"
                + "00000003000000");
    bytes[0] = 9;
    assertThatThrownBy(() -> EncodedFrame.fromBytes(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 9");
  }

  @Test
  void theGridIsExact() {
    assertThat(WindowGrid.startMicros(879)).isEqualTo(879 * 4_096_000L);
    assertThat(WindowGrid.startSample(879) * 125 / 6).isEqualTo(WindowGrid.startMicros(879));
    assertThat(WindowGrid.windowAt(4_095_999)).isZero();
    assertThat(WindowGrid.windowAt(4_096_000)).isEqualTo(1);
    assertThat(WindowGrid.windowAt(-1)).isEqualTo(-1);
    assertThat(WindowGrid.sampleAt(20_833)).isEqualTo(1_000);
    assertThat(WindowGrid.sampleAt(-20_833)).isEqualTo(-1_000);
    assertThat(WindowGrid.windowsFor(4_096_001)).isEqualTo(2);
    for (int frames : new int[] {64, 96, 128}) {
      CompositionSpec spec =
          new CompositionSpec(
              1280, 720, frames, 1_000_000, 96_000, CompositionSpec.LayoutPolicy.AUTO);
      assertThat(spec.samplesPerFrame() * frames).isEqualTo(WindowGrid.WINDOW_SAMPLES);
    }
  }
}
