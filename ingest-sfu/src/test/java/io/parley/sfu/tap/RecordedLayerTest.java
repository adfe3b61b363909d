package io.parley.sfu.tap;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.sfu.track.UpPacket;
import io.parley.storage.codec.rtp.RtpPacket;
import io.parley.storage.codec.rtp.RtpWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecordedLayerTest {
  private final RecordedLayer layer = new RecordedLayer(90_000);

  private static UpPacket packet(int of, long sequence, long timestamp, boolean key, long micros) {
    byte[] buffer = new byte[20];
    int length = new RtpWriter(buffer).begin(0, false, 96, sequence, timestamp, 50L + of).end();
    RtpPacket rtp = RtpPacket.of(Arrays.copyOf(buffer, length));
    return new UpPacket(rtp, micros, micros, of, sequence, timestamp, key);
  }

  @Test
  void oneLayerIsRecordedAsItCame() {
    assertThat(layer.accepts(packet(0, 10, 900, true, 1_000_000))).isTrue();
    assertThat(layer.accepts(packet(0, 9, 900, false, 1_000_000))).isTrue();
    assertThat(layer.isAsSent()).isTrue();
  }

  @Test
  void aHigherLayerGoesOnWhereTheLowerStopped() {
    layer.accepts(packet(0, 10, 900, true, 1_000_000));
    assertThat(layer.accepts(packet(1, 500, 7_000, false, 1_010_000))).isFalse();
    assertThat(layer.accepts(packet(1, 501, 10_000, true, 1_040_000))).isTrue();
    assertThat(layer.isAsSent()).isFalse();
    assertThat(501 + layer.sequenceShift()).isEqualTo(11);
    assertThat(10_000 + layer.timestampShift()).isEqualTo(900 + 40 * 90);
    assertThat(layer.ssrc()).isEqualTo(50);
    assertThat(layer.accepts(packet(1, 500, 7_000, false, 1_041_000)))
        .as("from before the key frame")
        .isFalse();
    assertThat(layer.accepts(packet(0, 11, 3_900, true, 1_041_000))).isFalse();
  }

  @Test
  void aLowerLayerReplacesOneThatFellSilent() {
    layer.accepts(packet(1, 10, 900, true, 1_000_000));
    assertThat(layer.accepts(packet(0, 70, 100, true, 1_900_000))).isFalse();
    assertThat(layer.accepts(packet(0, 90, 200, false, 2_100_000))).isFalse();
    assertThat(layer.accepts(packet(0, 91, 300, true, 2_200_000))).isTrue();
    assertThat(91 + layer.sequenceShift()).isEqualTo(11);
    assertThat(300 + layer.timestampShift()).isEqualTo(900 + 1_200 * 90);
  }
}
