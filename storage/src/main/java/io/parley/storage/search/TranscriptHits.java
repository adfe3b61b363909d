package io.parley.storage.search;

import java.util.List;

/**
 * One page of what was found, best first; equally good ones newest meeting first.
 *
 * @param total how many utterances match, exactly
 * @param people who said how many of the matches, most first; the filter by speaker is left out
 *     here, so that one can go over to another
 * @param tookMillis time spent searching
 */
public record TranscriptHits(
    long total, List<Hit> items, List<SpeakerCount> people, long tookMillis) {
  public TranscriptHits {
    items = List.copyOf(items);
    people = List.copyOf(people);
  }

  /**
   * @param highlighted the whole text of the utterance, cut where hits begin and end
   */
  public record Hit(IndexedUtterance utterance, List<Fragment> highlighted) {
    public Hit {
      highlighted = List.copyOf(highlighted);
    }
  }

  /** A piece of text; {@code hit} if it is what was looked for. */
  public record Fragment(String text, boolean hit) {}

  /** How many matches a person said. */
  public record SpeakerCount(String name, long count) {}
}
