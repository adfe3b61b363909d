package io.parley.jobs.indexing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackId;
import io.parley.storage.contract.Word;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The object {@code transcript/{language}.json}: all that was said, by whom and when. Complete in
 * itself, so that minutes can be written from it alone.
 *
 * @param v version of the format, 1
 * @param model of the recogniser; empty if nothing was said
 * @param utterances by time
 */
record TranscriptDocument(
    int v,
    String meetingId,
    String subject,
    long startedAtEpochMicros,
    long durationMicros,
    String language,
    String model,
    boolean syntheticVoicesOnly,
    List<Person> participants,
    List<Said> utterances) {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  record Person(String participantId, String displayName) {}

  record Said(
      String id,
      String trackId,
      String participantId,
      String speaker,
      long startMicros,
      long endMicros,
      String text,
      List<Word> words) {}

  /**
   * @param finals in any order
   * @param names display names by participant id
   */
  static TranscriptDocument of(
      MeetingId meeting,
      String subject,
      long startedAtEpochMicros,
      long durationMicros,
      String language,
      Map<String, String> names,
      List<Caption.Utterance> finals) {
    List<Person> people =
        names.entrySet().stream()
            .map(entry -> new Person(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparing(Person::participantId))
            .toList();
    List<Said> said =
        finals.stream()
            .sorted(
                Comparator.comparingLong(Caption.Utterance::startMicros)
                    .thenComparing(Caption.Utterance::utteranceId))
            .map(one -> said(one, names))
            .toList();
    return new TranscriptDocument(
        1,
        meeting.value(),
        subject,
        startedAtEpochMicros,
        durationMicros,
        language,
        finals.isEmpty() ? "" : finals.get(0).model(),
        finals.stream().anyMatch(Caption.Utterance::syntheticVoicesOnly),
        people,
        said);
  }

  private static Said said(Caption.Utterance one, Map<String, String> names) {
    String participant = one.participantId().value();
    return new Said(
        one.utteranceId(),
        one.trackId().value(),
        participant,
        names.getOrDefault(participant, participant),
        one.startMicros(),
        one.endMicros(),
        one.text(),
        one.words());
  }

  /** The finals, as they were in the log. */
  List<Caption.Utterance> captions() {
    return utterances.stream()
        .map(
            one ->
                new Caption.Utterance(
                    new MeetingId(meetingId),
                    one.id(),
                    new TrackId(one.trackId()),
                    new ParticipantId(one.participantId()),
                    0,
                    true,
                    one.startMicros(),
                    one.endMicros(),
                    one.text(),
                    one.words(),
                    language,
                    model,
                    syntheticVoicesOnly))
        .toList();
  }

  byte[] toBytes() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  /**
   * @throws IOException if it is not a transcript of a known version
   */
  static TranscriptDocument read(byte[] json) throws IOException {
    TranscriptDocument read = JSON.readValue(json, TranscriptDocument.class);
    if (read.v() != 1) {
      throw new IOException("transcript of unknown version " + read.v());
    }
    return read;
  }
}
