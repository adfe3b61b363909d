package io.parley.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.storage.contract.Caption;
import io.parley.transcription.fixtures.FixtureDialogue;
import io.parley.transcription.fixtures.OpusPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What packets do that are missing, late, damaged or strange. */
class TrackTranscriberTest {
  private static final FixtureDialogue DIALOGUE = FixtureDialogue.load("d1_standup");

  private static TrackTranscriber transcriber() {
    return new TrackTranscriber(
        Tracks.describe("d1_standup", "Victor"), DemonstrationModel.recogniser());
  }

  private static List<OpusPacket> packetsOf(int segment) {
    FixtureDialogue.Segment said =
        DIALOGUE.segments().stream()
            .filter(s -> s.speaker().equals("Victor"))
            .toList()
            .get(segment);
    return DIALOGUE.packets("Victor").stream()
        .filter(p -> p.startMicros() > (said.startMs() - 500) * 1_000)
        .filter(p -> p.startMicros() < (said.endMs() + 60) * 1_000)
        .toList();
  }

  @Test
  void theFinalComesByTimePassingAloneWhenPacketsStop() {
    try (TrackTranscriber transcriber = transcriber()) {
      List<OpusPacket> packets = packetsOf(0);
      long end = packets.get(packets.size() - 1).startMicros() + 20_000;
      List<Caption.Utterance> before = new ArrayList<>();
      packets.forEach(p -> before.addAll(transcriber.accept(p.data(), p.startMicros())));
      assertThat(Tracks.finals(before)).isEmpty();
      assertThat(before).hasSizeGreaterThan(4);
      assertThat(Tracks.finals(transcriber.advanceTo(end + 300_000))).isEmpty();
      List<Caption.Utterance> after = transcriber.advanceTo(end + 1_000_000);
      assertThat(Tracks.finals(after)).hasSize(1);
      assertThat(Tracks.finals(after).get(0).text()).contains("certificate by noon today.");
      assertThat(Tracks.finals(after).get(0).utteranceId()).isEqualTo(before.get(0).utteranceId());
      assertThat(transcriber.advanceTo(end + 3_600_000_000L)).isEmpty();
      // Two hours later the clock still fits.
      long later = 7_200_000_000L;
      List<Caption.Utterance> again = new ArrayList<>();
      packets.forEach(p -> again.addAll(transcriber.accept(p.data(), p.startMicros() + later)));
      again.addAll(transcriber.finish());
      Caption.Utterance first = Tracks.finals(after).get(0);
      Caption.Utterance second = Tracks.finals(again).get(0);
      assertThat(WordErrors.plain(second.text())).isEqualTo(WordErrors.plain(first.text()));
      assertThat(Math.abs(second.startMicros() - later - first.startMicros())).isLessThan(30_000);
    }
  }

  @Test
  void oneLongSilenceOrManyShortOnesGiveTheSame() {
    List<Caption.Utterance> once = new ArrayList<>();
    List<Caption.Utterance> often = new ArrayList<>();
    try (TrackTranscriber a = transcriber();
        TrackTranscriber b = transcriber()) {
      for (int segment = 0; segment < 3; segment++) {
        for (OpusPacket packet : packetsOf(segment)) {
          once.addAll(a.accept(packet.data(), packet.startMicros()));
          often.addAll(b.accept(packet.data(), packet.startMicros()));
        }
        List<OpusPacket> next = packetsOf(Math.min(2, segment + 1));
        for (long t = 0; segment < 2 && t < next.get(0).startMicros(); t += 100_000) {
          often.addAll(b.advanceTo(t));
        }
      }
      once.addAll(a.finish());
      often.addAll(b.finish());
    }
    assertThat(Tracks.finals(once)).hasSize(3);
    assertThat(often).isEqualTo(once);
  }

  @Test
  void lateAndDamagedPacketsAreCountedAndDoNoHarm() {
    List<OpusPacket> packets = packetsOf(1);
    Random random = new Random(1);
    List<Caption.Utterance> captions = new ArrayList<>();
    try (TrackTranscriber transcriber = transcriber()) {
      transcriber.accept(packets.get(0).data(), packets.get(0).startMicros());
      transcriber.accept(new byte[0], packets.get(0).startMicros());
      transcriber.accept(new byte[] {(byte) 0xFF, 0}, packets.get(0).startMicros());
      assertThat(transcriber.malformedPackets()).isEqualTo(2);
      for (OpusPacket packet : packets) {
        captions.addAll(transcriber.accept(packet.data(), packet.startMicros()));
      }
      assertThat(transcriber.latePackets()).isEqualTo(1);
      transcriber.accept(packets.get(3).data(), packets.get(3).startMicros());
      assertThat(transcriber.latePackets()).isEqualTo(2);
      long at = packets.get(packets.size() - 1).startMicros();
      for (int i = 0; i < 2_000; i++) {
        byte[] garbage = new byte[random.nextInt(300)];
        random.nextBytes(garbage);
        at += 20_000;
        captions.addAll(transcriber.accept(garbage, at));
      }
      byte[] snapshot = transcriber.snapshot();
      try (TrackTranscriber restored =
          TrackTranscriber.restore(
              Tracks.describe("d1_standup", "Victor"), DemonstrationModel.recogniser(), snapshot)) {
        assertThat(restored.malformedPackets()).isEqualTo(transcriber.malformedPackets());
        assertThat(restored.latePackets()).isEqualTo(transcriber.latePackets());
      }
      captions.addAll(transcriber.finish());
    }
    assertThat(Tracks.finals(captions).get(0).text()).contains("still failing on older devices");
  }

  @Test
  void anEndedTrackTakesNothingMore() {
    TrackTranscriber transcriber = transcriber();
    assertThat(transcriber.finish()).isEmpty();
    assertThatThrownBy(() -> transcriber.advanceTo(1)).isInstanceOf(IllegalStateException.class);
    transcriber.close();
    transcriber.close();
  }
}
