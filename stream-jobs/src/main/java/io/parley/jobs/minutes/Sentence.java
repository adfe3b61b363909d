package io.parley.jobs.minutes;

import io.parley.storage.contract.Minutes;
import java.util.List;

/**
 * One sentence on the meeting clock.
 *
 * @param index in the transcript, from 0
 * @param turn counts up whenever somebody else takes the floor, from 0
 * @param speaker index of the attendee
 */
record Sentence(
    int index,
    int turn,
    int speaker,
    String speakerName,
    String utteranceId,
    long startMicros,
    long endMicros,
    String text) {

  Minutes.Line line() {
    return new Minutes.Line(text, speakerName, startMicros, List.of(utteranceId));
  }

  boolean endsWithQuestionMark() {
    return text.endsWith("?") || text.endsWith("？");
  }
}
