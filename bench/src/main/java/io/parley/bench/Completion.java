package io.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.bench.client.WebVisitor;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long after its end a meeting's results were there, as its host sees them over REST.
 *
 * @param recordingMillis until the recording is ready and its playlist closed
 * @param transcriptMillis until the transcript is complete
 * @param minutesMillis until the minutes can be read
 */
record Completion(double recordingMillis, double transcriptMillis, double minutesMillis) {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(180);

  /** Figures are too high by this much at most. */
  private static final long POLL_MILLIS = 100;

  private enum Result {
    RECORDING,
    TRANSCRIPT,
    MINUTES
  }

  /**
   * Asks until everything is there.
   *
   * @param endNanos when the host ended the meeting
   * @throws TimeoutException if something is still missing after three minutes
   */
  static Completion await(WebVisitor host, String meetingId, long endNanos, Progress progress)
      throws IOException, InterruptedException, TimeoutException {
    Map<Result, Double> millis = new EnumMap<>(Result.class);
    while (millis.size() < Result.values().length) {
      for (Result result : Result.values()) {
        if (!millis.containsKey(result) && isThere(host, meetingId, result)) {
          double took = (System.nanoTime() - endNanos) / 1e6;
          millis.put(result, took);
          progress.line("%s complete %.0f ms after the end", result, took);
        }
      }
      if (System.nanoTime() - endNanos > PATIENCE_NANOS) {
        throw new TimeoutException("after three minutes only these were there: " + millis);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return new Completion(
        millis.getOrDefault(Result.RECORDING, Double.NaN),
        millis.getOrDefault(Result.TRANSCRIPT, Double.NaN),
        millis.getOrDefault(Result.MINUTES, Double.NaN));
  }

  private static boolean isThere(WebVisitor host, String meetingId, Result result)
      throws IOException, InterruptedException {
    String meeting = "/meetings/" + meetingId;
    return switch (result) {
      case RECORDING -> {
        Optional<JsonNode> recording = host.get(meeting + "/recording");
        yield recording.isPresent()
            && recording.get().path("state").asText().equals("ready")
            && isClosed(host, recording.get().path("hlsUrl").asText());
      }
      case TRANSCRIPT ->
          host.get(meeting + "/transcript")
              .map(transcript -> transcript.path("complete").asBoolean())
              .orElse(false);
      case MINUTES -> host.get(meeting + "/minutes").isPresent();
    };
  }

  private static boolean isClosed(WebVisitor host, String masterUrl)
      throws IOException, InterruptedException {
    String master = host.text(masterUrl);
    String media =
        master
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .findFirst()
            .orElseThrow(() -> new IOException("a master playlist without a variant"));
    String base = masterUrl.substring(0, masterUrl.lastIndexOf('/') + 1);
    return host.text(base + media).contains("#EXT-X-ENDLIST");
  }
}
