package io.parley.storage.catalogue;

import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackId;
import io.parley.storage.contract.Word;
import java.util.List;

/**
 * A final utterance.
 *
 * @param speaker display name of who said it
 * @param startMicros meeting clock
 * @param endMicros meeting clock
 * @param language BCP 47
 */
public record Utterance(
    String utteranceId,
    TrackId trackId,
    ParticipantId participantId,
    String speaker,
    long startMicros,
    long endMicros,
    String text,
    List<Word> words,
    String language,
    String model,
    boolean syntheticVoicesOnly) {
  public Utterance {
    words = List.copyOf(words);
  }
}
