package io.parley.transcription;

/**
 * A word as the recogniser heard it: lower case, no punctuation.
 *
 * @param startSeconds since the first sample of the session
 * @param endSeconds since the first sample of the session
 * @param confidence 0–1
 */
public record RecognisedWord(
    String text, double startSeconds, double endSeconds, double confidence) {}
