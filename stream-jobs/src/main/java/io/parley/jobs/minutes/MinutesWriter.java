package io.parley.jobs.minutes;

import io.parley.storage.contract.Minutes;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Writes minutes. The same input gives the same minutes; any thread may call it. */
public final class MinutesWriter {
  private MinutesWriter() {}

  /** The first version of the minutes. */
  public static Minutes write(MinutesInput input) {
    Language language = Language.of(input.language());
    Transcript transcript = Transcript.of(input);
    List<Language.Words> words = language.words(transcript);
    Findings findings = language.findings(transcript);
    TermWeights weights = TermWeights.of(words);
    return new Minutes(
        input.meetingId(),
        1,
        input.subject(),
        epochMicros(input.startedAt()),
        input.durationMicros(),
        input.language(),
        null,
        transcript.attendees(),
        Summary.of(transcript, words, weights, findings),
        Chapters.of(transcript, words, language),
        findings.decisions(),
        findings.actionItems(),
        findings.questions(),
        Keywords.of(words));
  }

  private static long epochMicros(Instant instant) {
    return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + instant.getNano() / 1_000;
  }
}
