package io.parley.storage.contract;

/**
 * A recognised word.
 *
 * @param text as shown, with the sentence's capitals and the punctuation that follows it
 * @param startMicros meeting clock
 * @param endMicros meeting clock, not before the start
 * @param confidence 0–1
 */
public record Word(String text, long startMicros, long endMicros, double confidence) {
  public Word {
    if (endMicros < startMicros) {
      throw new IllegalArgumentException("word ends before it starts: " + text);
    }
  }
}
