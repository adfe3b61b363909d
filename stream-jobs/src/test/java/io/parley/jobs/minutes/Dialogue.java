package io.parley.jobs.minutes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A written dialogue with what a person found in it. */
record Dialogue(
    MinutesInput input,
    List<Action> actions,
    List<String> decisions,
    List<String> questions,
    List<String> open) {

  /** A Wednesday. */
  static final Instant START = Instant.parse("2026-06-10T08:00:00Z");

  record Action(@Nullable String owner, String text, @Nullable String due, @Nullable String date) {}

  static Dialogue load(String resource) throws IOException {
    try (InputStream in = Dialogue.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no such dialogue: " + resource);
      }
      return of(new ObjectMapper().readTree(in));
    }
  }

  private static Dialogue of(JsonNode root) {
    List<MinutesInput.Participant> people = new ArrayList<>();
    for (JsonNode speaker : root.path("speakers")) {
      people.add(person(speaker.path("name").asText()));
    }
    MeetingId meeting = new MeetingId(root.path("id").asText());
    List<Caption.Utterance> utterances = new ArrayList<>();
    for (JsonNode segment : root.path("segments")) {
      utterances.add(utterance(meeting, segment, root.path("language").asText()));
    }
    MinutesInput input =
        new MinutesInput(
            meeting,
            root.path("title").asText(),
            START,
            ZoneId.of("Europe/Berlin"),
            root.path("durationMs").asLong() * 1_000,
            root.path("language").asText(),
            people,
            utterances);
    JsonNode reference = root.path("reference");
    List<Action> actions = new ArrayList<>();
    for (JsonNode action : reference.path("actionItems")) {
      actions.add(
          new Action(
              action.path("owner").asText(null),
              action.path("text").asText(),
              action.path("due").asText(null),
              action.path("date").asText(null)));
    }
    return new Dialogue(
        input,
        actions,
        texts(reference.path("decisions")),
        texts(reference.path("questions")),
        texts(reference.path("open")));
  }

  static MinutesInput.Participant person(String name) {
    return new MinutesInput.Participant(idOf(name), name);
  }

  private static ParticipantId idOf(String name) {
    return new ParticipantId("p" + Integer.toHexString(name.hashCode()));
  }

  private static Caption.Utterance utterance(MeetingId meeting, JsonNode segment, String language) {
    return said(
        meeting,
        segment.path("speaker").asText(),
        segment.path("startMs").asLong() * 1_000,
        segment.path("endMs").asLong() * 1_000,
        segment.path("text").asText(),
        language);
  }

  static Caption.Utterance said(
      MeetingId meeting, String speaker, long start, long end, String text, String language) {
    ParticipantId id = idOf(speaker);
    TrackId track = new TrackId(id + ".microphone.1");
    return new Caption.Utterance(
        meeting,
        Caption.Utterance.idOf(track, start),
        track,
        id,
        0,
        true,
        start,
        end,
        text,
        List.of(),
        language,
        "none",
        false);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
