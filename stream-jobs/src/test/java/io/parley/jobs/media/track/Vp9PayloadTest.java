package io.parley.jobs.media.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.jobs.media.bytes.ByteWriter;
import io.parley.jobs.media.codec.TestEncoder;
import io.parley.jobs.media.codec.VideoDecoder;
import io.parley.storage.contract.MediaCodec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spatial layers of one picture (RFC 9628 §3), each of which is a frame of its own. */
class Vp9PayloadTest {
  private static final int MTU = 100;

  private static byte[] keyFrame(int width, int height) {
    return TestEncoder.pictures(MediaCodec.VP9, width, height, 25, 1, 30, 7).get(0);
  }

  /** Packets of a key picture's layer: picture id, layer indices, TL0PICIDX. */
  private static List<byte[]> packets(int layer, byte[] frame) {
    List<byte[]> packets = new ArrayList<>();
    for (int at = 0; at < frame.length; at += MTU) {
      int length = Math.min(MTU, frame.length - at);
      int ends = (at == 0 ? 0x08 : 0) | (at + length == frame.length ? 0x04 : 0);
      packets.add(
          new ByteWriter()
              .u8(0xa0 | ends)
              .u8(5)
              .u8((layer << 1) | (layer > 0 ? 1 : 0))
              .u8(9)
              .raw(frame, at, length)
              .toByteArray());
    }
    return packets;
  }

  @Test
  void layersOfAPictureAreOneFrameOfWhichTheLargestIsSeen() {
    List<byte[]> picture = new ArrayList<>(packets(0, keyFrame(160, 90)));
    picture.addAll(packets(1, keyFrame(320, 180)));
    Depacketized frame = Vp9Payload.depacketize(picture);
    assertThat(frame.keyFrame()).isTrue();
    try (VideoDecoder decoder = new VideoDecoder(MediaCodec.VP9)) {
      assertThat(decoder.decode(frame.data(), 0)).isTrue();
      assertThat(decoder.width()).isEqualTo(320);
      assertThat(decoder.height()).isEqualTo(180);
    }
  }

  @Test
  void aPictureWithoutTheEndOfALayerIsIncomplete() {
    List<byte[]> picture = new ArrayList<>(packets(0, keyFrame(160, 90)));
    List<byte[]> upper = packets(1, keyFrame(320, 180));
    picture.addAll(upper.subList(0, upper.size() - 1));
    assertThatThrownBy(() -> Vp9Payload.depacketize(picture))
        .isInstanceOf(Depacketized.IncompleteException.class);
  }
}
