package io.parley.jobs.media.mux;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.jobs.media.codec.OpusDecoder;
import io.parley.jobs.media.codec.TestEncoder;
import io.parley.jobs.media.track.OpusPacket;
import io.parley.jobs.media.window.WindowGrid;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContinuousOpusTest {
  private static final byte[] SOUND = TestEncoder.sound(1, at -> 0.1f).get(0);

  private static List<ContinuousOpus.Packet> all(List<ArchivedFrame> frames) throws Exception {
    Iterator<ArchivedFrame> each = frames.iterator();
    ContinuousOpus opus = new ContinuousOpus(() -> each.hasNext() ? each.next() : null, 0);
    List<ContinuousOpus.Packet> packets = new ArrayList<>();
    for (var packet = opus.peek(); packet != null; packet = opus.peek()) {
      packets.add(packet);
      opus.advance();
    }
    return packets;
  }

  private static ArchivedFrame at(double micros) {
    return new ArchivedFrame(Math.round(micros / 1_000) * 1_000, true, false, SOUND);
  }

  private static void haveNoHole(List<ContinuousOpus.Packet> packets) {
    long next = 0;
    for (ContinuousOpus.Packet packet : packets) {
      assertThat(packet.startSample()).isEqualTo(next);
      next += OpusPacket.samples(packet.data());
    }
  }

  /** Ten minutes of a publisher whose crystal is cheap. */
  @ParameterizedTest
  @ValueSource(doubles = {-300, 0, 300})
  void driftNeverGrowsBeyondAPacket(double partsPerMillion) throws Exception {
    List<ArchivedFrame> frames = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      frames.add(at(i * 20_000 * (1 + partsPerMillion * 1e-6)));
    }
    List<ContinuousOpus.Packet> packets = all(frames);
    haveNoHole(packets);
    long wanted = Math.round(30_000 * (1 + partsPerMillion * 1e-6));
    assertThat((long) packets.size()).isBetween(wanted - 1, wanted + 1);
    ContinuousOpus.Packet last = packets.get(packets.size() - 1);
    long told = WindowGrid.sampleAt(frames.get(frames.size() - 1).micros());
    assertThat(last.startSample()).isBetween(told - 1_000, told + 1_000);
  }

  @Test
  void aHoleIsFilledWithSilenceOfItsLength() throws Exception {
    List<ContinuousOpus.Packet> packets = all(List.of(at(0), at(20_000), at(97_000), at(60_000)));
    haveNoHole(packets);
    assertThat(packets).extracting(p -> p.data() == SOUND).startsWith(true, true, false);
    assertThat(packets.get(packets.size() - 1).data()).isSameAs(SOUND);
    // 57 ms are missing: 20, 20, 10, 5 and, of the rest, what packets can express.
    assertThat(packets.get(packets.size() - 1).startSample()).isBetween(97 * 48 - 120L, 97 * 48L);
    try (OpusDecoder decoder = new OpusDecoder()) {
      for (ContinuousOpus.Packet packet : packets) {
        float[] samples = decoder.decode(packet.data());
        assertThat(samples).hasSize(2 * OpusPacket.samples(packet.data()));
      }
      float[] after = decoder.decode(packets.get(2).data());
      float[] later = decoder.decode(packets.get(2).data());
      assertThat(after).hasSize(1_920);
      for (float sample : later) {
        assertThat(Math.abs(sample)).isLessThan(1e-3f);
      }
    }
  }
}
