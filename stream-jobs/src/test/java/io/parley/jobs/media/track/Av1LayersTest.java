package io.parley.jobs.media.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.jobs.media.codec.VideoDecoder;
import io.parley.storage.contract.MediaCodec;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A camera of a real Chromium in L2T3_KEY: 320 × 180 and 640 × 360 in one stream of AV1. */
class Av1LayersTest {

  /** Payloads of each picture, by time; recorded as timestamp and payload, a packet a line. */
  private static SortedMap<Long, List<byte[]>> pictures() throws Exception {
    SortedMap<Long, List<byte[]>> pictures = new TreeMap<>();
    try (InputStream in =
        Objects.requireNonNull(Av1LayersTest.class.getResourceAsStream("/av1/two-layers.txt"))) {
      for (String line :
          new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList()) {
        int space = line.indexOf(' ');
        pictures
            .computeIfAbsent(Long.parseLong(line.substring(0, space)), time -> new ArrayList<>())
            .add(HexFormat.of().parseHex(line.substring(space + 1)));
      }
    }
    return pictures;
  }

  @Test
  void layersOfAPictureAreOneFrameOfWhichTheLargestIsSeen() throws Exception {
    SortedMap<Long, List<byte[]>> pictures = pictures();
    assertThat(pictures).hasSize(5);
    try (VideoDecoder decoder = new VideoDecoder(MediaCodec.AV1)) {
      for (long time : pictures.keySet()) {
        Depacketized frame = Av1Payload.depacketize(pictures.get(time));
        assertThat(frame.keyFrame()).isEqualTo(time == pictures.firstKey());
        assertThat(decoder.decode(frame.data(), time)).as("a picture at %d", time).isTrue();
        assertThat(decoder.width()).isEqualTo(640);
        assertThat(decoder.height()).isEqualTo(360);
      }
    }
  }
}
