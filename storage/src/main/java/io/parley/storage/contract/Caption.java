package io.parley.storage.contract;

import java.util.List;

/** A record of the {@code captions} topic (key: meeting id). */
public sealed interface Caption {

  MeetingId meetingId();

  /**
   * What somebody said, or is saying.
   *
   * @param utteranceId derived: {@code trackId@startMicros}; a partial and the final that replaces
   *     it share it
   * @param revision 0, 1, 2… for partials of one utterance; the final has the highest
   * @param last true for the final, which no later caption changes
   * @param startMicros meeting clock, of the first word
   * @param endMicros meeting clock, of the last word
   * @param text the words joined, with capitals and punctuation
   * @param words empty for partials
   * @param language BCP 47
   * @param model name of the recogniser's model
   * @param syntheticVoicesOnly true when the model knows only synthetic voices, so that viewers can
   *     be told
   */
  record Utterance(
      MeetingId meetingId,
      String utteranceId,
      TrackId trackId,
      ParticipantId participantId,
      int revision,
      boolean last,
      long startMicros,
      long endMicros,
      String text,
      List<Word> words,
      String language,
      String model,
      boolean syntheticVoicesOnly)
      implements Caption {
    public Utterance {
      words = List.copyOf(words);
    }

    public static String idOf(TrackId trackId, long startMicros) {
      return trackId.value() + "@" + startMicros;
    }
  }

  /**
   * No further utterance of this meeting follows.
   *
   * @param utterances how many finals were written
   */
  record TranscriptCompleted(MeetingId meetingId, long durationMicros, int utterances)
      implements Caption {}
}
