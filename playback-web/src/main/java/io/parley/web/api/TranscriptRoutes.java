package io.parley.web.api;

import io.javalin.http.Context;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.catalogue.Meeting;
import io.parley.storage.catalogue.Participant;
import io.parley.storage.catalogue.Transcripts;
import io.parley.storage.catalogue.Utterance;
import io.parley.storage.contract.ParticipantId;
import io.parley.web.WebConfig;
import io.parley.web.access.Right;
import io.parley.web.live.Colours;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code /transcript}. */
final class TranscriptRoutes {
  private final Catalogue catalogue;
  private final MeetingDoor door;
  private final WebConfig.Recogniser recogniser;

  TranscriptRoutes(Catalogue catalogue, MeetingDoor door, WebConfig.Recogniser recogniser) {
    this.catalogue = catalogue;
    this.door = door;
    this.recogniser = recogniser;
  }

  void transcript(Context ctx) {
    Meeting meeting = door.enter(ctx, Right.SEE_CONTENT);
    ctx.header("Cache-Control", "no-store");
    List<Utterance> said = catalogue.transcripts().of(meeting.id());
    Optional<Transcripts.Completion> completion = catalogue.transcripts().completion(meeting.id());
    Map<ParticipantId, Integer> colours =
        catalogue.participants().of(meeting.id()).stream()
            .collect(Collectors.toMap(Participant::participantId, Participant::colour));
    Optional<Utterance> last =
        said.isEmpty() ? Optional.empty() : Optional.of(said.get(said.size() - 1));
    Json.answer(
        ctx,
        new Views.TranscriptView(
            completion
                .map(Transcripts.Completion::language)
                .or(() -> last.map(Utterance::language))
                .orElse("en"),
            completion.isPresent(),
            last.map(Utterance::model).orElse(recogniser.model()),
            last.map(Utterance::syntheticVoicesOnly).orElse(recogniser.syntheticVoicesOnly()),
            said.stream().map(one -> view(one, colours)).toList()));
  }

  private static Views.UtteranceView view(Utterance said, Map<ParticipantId, Integer> colours) {
    return new Views.UtteranceView(
        said.utteranceId(),
        said.participantId().value(),
        said.speaker(),
        Colours.css(colours.getOrDefault(said.participantId(), Colours.UNKNOWN)),
        said.startMicros(),
        said.endMicros(),
        said.text(),
        said.words().stream()
            .map(word -> new Views.WordView(word.text(), word.startMicros(), word.endMicros()))
            .toList());
  }
}
