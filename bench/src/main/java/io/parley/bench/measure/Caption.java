package io.parley.bench.measure;

/**
 * A caption as it reached a viewer.
 *
 * @param utteranceId the same for all partials and the final of one utterance
 * @param last whether it is the final
 * @param receivedNanos of {@link System#nanoTime}
 */
public record Caption(
    String utteranceId, String participantId, boolean last, String text, long receivedNanos) {}
