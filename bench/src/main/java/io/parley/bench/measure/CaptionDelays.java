package io.parley.bench.measure;

import io.parley.transcription.fixtures.FixtureDialogue.SpokenWord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long after a word was said it could be read.
 *
 * <p>The finals of one person are aligned with what that person said. A word counts for the
 * partials if it was recognised as said: the delay runs from its end (as the reference has it) to
 * the first caption of its utterance that contains it as often as the final does up to it, partial
 * or final. A final counts with the end of the word that its last word stands for.
 *
 * @param partialMillis one value for each word recognised as said
 * @param finalMillis one value for each final
 * @param saidWords how many words were said
 */
public record CaptionDelays(List<Double> partialMillis, List<Double> finalMillis, int saidWords) {

  /**
   * @param said the words of one person in order; times on the dialogue's timeline
   * @param captions of that person, in the order they came
   * @param zeroNanos when the dialogue's time zero was sent
   */
  public static CaptionDelays of(List<SpokenWord> said, List<Caption> captions, long zeroNanos) {
    Map<String, List<Caption>> utterances = new LinkedHashMap<>();
    for (Caption caption : captions) {
      utterances.computeIfAbsent(caption.utteranceId(), id -> new ArrayList<>()).add(caption);
    }
    List<Word> recognised = new ArrayList<>();
    utterances.values().forEach(versions -> addFinal(versions, recognised));
    int[] sources =
        WordAlignment.align(
            said.stream().map(word -> word.word().toLowerCase(Locale.ROOT)).toList(),
            recognised.stream().map(Word::text).toList());
    List<Double> partials = new ArrayList<>();
    Map<Caption, Double> finals = new LinkedHashMap<>();
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] == WordAlignment.INSERTED) {
        continue;
      }
      Word word = recognised.get(i);
      SpokenWord source = said.get(sources[i]);
      long endNanos = zeroNanos + source.endMs() * 1_000_000;
      if (source.word().equalsIgnoreCase(word.text())) {
        long startNanos = zeroNanos + source.startMs() * 1_000_000;
        partials.add((word.firstSeen(startNanos) - endNanos) / 1e6);
      }
      finals.put(word.last(), (word.last().receivedNanos() - endNanos) / 1e6);
    }
    return new CaptionDelays(partials, List.copyOf(finals.values()), said.size());
  }

  /**
   * A word of a final.
   *
   * @param occurrence how often it stood in the final up to here, itself included
   * @param versions all captions of the utterance
   */
  private record Word(String text, int occurrence, Caption last, List<Caption> versions) {
    /** A guess from before the word began can't have been this word. */
    long firstSeen(long notBeforeNanos) {
      return versions.stream()
          .filter(version -> version.receivedNanos() >= notBeforeNanos)
          .filter(version -> count(words(version.text()), text) >= occurrence)
          .mapToLong(Caption::receivedNanos)
          .min()
          .orElse(last.receivedNanos());
    }
  }

  /** The words of the first final; a repeated one says nothing new. */
  private static void addFinal(List<Caption> versions, List<Word> recognised) {
    for (Caption version : versions) {
      if (version.last()) {
        List<String> words = words(version.text());
        for (int i = 0; i < words.size(); i++) {
          int occurrence = count(words.subList(0, i + 1), words.get(i));
          recognised.add(new Word(words.get(i), occurrence, version, versions));
        }
        return;
      }
    }
  }

  private static int count(List<String> words, String wanted) {
    return (int) words.stream().filter(wanted::equals).count();
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}']+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
