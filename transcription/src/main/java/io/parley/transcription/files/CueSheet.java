package io.parley.transcription.files;

import io.parley.storage.contract.Caption;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Cuts utterances into cues that can be read: two lines of 42 characters, 17 characters a second,
 * 5/6 s to 7 s. Who speaks faster than that is read a little later; cues of one speaker follow each
 * other, cues of several speakers may stand together.
 */
final class CueSheet {
  /** A pause that ends a cue. */
  private static final long PAUSE_MILLIS = 1_000;

  /** A cue this full may end with its sentence or clause. */
  private static final int FULL_ENOUGH = 28;

  private final Function<ParticipantId, String> names;
  private final boolean labelled;
  private final Map<String, Long> busyUntil = new HashMap<>();
  private final List<Cue> cues = new ArrayList<>();
  private String speaking = "";

  /**
   * @param labelled the speaker's name stands in the text, where a new speaker begins
   */
  CueSheet(Function<ParticipantId, String> names, boolean labelled) {
    this.names = names;
    this.labelled = labelled;
  }

  private record Piece(String text, long startMillis, long endMillis) {}

  /** Cues of all finals, by start time. */
  List<Cue> of(List<Caption.Utterance> utterances) {
    utterances.stream()
        .filter(Caption.Utterance::last)
        .sorted(
            Comparator.comparingLong(Caption.Utterance::startMicros)
                .thenComparing(Caption.Utterance::utteranceId))
        .forEach(this::add);
    cues.sort(Comparator.comparingLong(Cue::startMillis).thenComparing(Cue::speaker));
    return cues;
  }

  private void add(Caption.Utterance utterance) {
    String speaker = names.apply(utterance.participantId());
    List<Piece> left = new ArrayList<>();
    for (Word word : utterance.words()) {
      addPieces(word, left);
    }
    if (labelled && !speaker.equals(speaking) && !left.isEmpty()) {
      left.add(0, new Piece(label(speaker), left.get(0).startMillis, left.get(0).startMillis));
    }
    speaking = speaker;
    while (!left.isEmpty()) {
      List<Piece> chunk = left.subList(0, chunk(left));
      cues.add(cue(speaker, chunk));
      chunk.clear();
    }
  }

  private static void addPieces(Word word, List<Piece> to) {
    if (word.text().isBlank()) {
      return;
    }
    List<String> parts = CueText.pieces(word.text().strip().replaceAll("\\s+", " "));
    long start = word.startMicros() / 1_000;
    long length = word.endMicros() / 1_000 - start;
    for (int i = 0; i < parts.size(); i++) {
      to.add(
          new Piece(
              parts.get(i),
              start + length * i / parts.size(),
              start + length * (i + 1) / parts.size()));
    }
  }

  private static String label(String speaker) {
    String name = speaker.strip().replaceAll("\\s+", " ");
    while (CueText.width(name) > CueText.LINE / 2) {
      name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
    }
    return name + ":";
  }

  /** How many pieces the next cue takes: as many as fit, back to a good place to stop. */
  private static int chunk(List<Piece> left) {
    int taken = 1;
    int good = 0;
    while (true) {
      List<String> words = left.subList(0, taken).stream().map(Piece::text).toList();
      int width = CueText.width(CueText.join(words));
      String last = words.get(taken - 1);
      if (taken == left.size()
          || left.get(taken).startMillis - left.get(taken - 1).endMillis >= PAUSE_MILLIS) {
        return taken;
      }
      if (width >= FULL_ENOUGH && CueText.endsSentence(last)) {
        return taken;
      }
      if (width >= FULL_ENOUGH && CueText.endsClause(last)) {
        good = taken;
      }
      if (!fits(left.subList(0, taken + 1))) {
        return good > 0 ? good : taken;
      }
      taken++;
    }
  }

  private static boolean fits(List<Piece> pieces) {
    long span = pieces.get(pieces.size() - 1).endMillis - pieces.get(0).startMillis;
    return span <= Cue.LONGEST_MILLIS
        && !CueText.lines(pieces.stream().map(Piece::text).toList()).isEmpty();
  }

  private Cue cue(String speaker, List<Piece> pieces) {
    List<String> lines = CueText.lines(pieces.stream().map(Piece::text).toList());
    int width = lines.stream().mapToInt(CueText::width).sum();
    long start = Math.max(pieces.get(0).startMillis, busyUntil.getOrDefault(speaker, 0L));
    long spoken = Math.min(pieces.get(pieces.size() - 1).endMillis, start + Cue.LONGEST_MILLIS);
    long end = Math.max(spoken, start + Cue.readingMillis(width));
    busyUntil.put(speaker, end);
    return new Cue(speaker, start, end, lines);
  }
}
