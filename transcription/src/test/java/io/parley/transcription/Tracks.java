package io.parley.transcription;

import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackDescription;
import io.parley.storage.contract.TrackId;
import io.parley.transcription.fixtures.FixtureDialogue;
import io.parley.transcription.fixtures.OpusPacket;
import java.util.ArrayList;
import java.util.List;

/** Fixture tracks through the whole transcriber. */
final class Tracks {
  private Tracks() {}

  static TrackDescription describe(String meeting, String person) {
    return new TrackDescription(
        new MeetingId(meeting),
        new ParticipantId(person),
        new TrackId(person + ".microphone.1"),
        MediaSource.MICROPHONE,
        MediaCodec.OPUS,
        111,
        48_000,
        2,
        "minptime=10",
        1);
  }

  static List<String> names(FixtureDialogue dialogue) {
    return dialogue.speakers().stream().map(FixtureDialogue.Speaker::name).toList();
  }

  /** Every caption of one person, partials and finals. */
  static List<Caption.Utterance> transcribe(FixtureDialogue dialogue, String person) {
    List<Caption.Utterance> captions = new ArrayList<>();
    try (TrackTranscriber transcriber =
        new TrackTranscriber(describe(dialogue.id(), person), DemonstrationModel.recogniser())) {
      transcriber.names(names(dialogue));
      for (OpusPacket packet : dialogue.packets(person)) {
        captions.addAll(transcriber.accept(packet.data(), packet.startMicros()));
      }
      captions.addAll(transcriber.finish());
    }
    return captions;
  }

  static List<Caption.Utterance> finals(List<Caption.Utterance> captions) {
    return captions.stream().filter(Caption.Utterance::last).toList();
  }
}
