package io.parley.e2e;

import java.util.List;

/**
 * When somebody's sound device came to which moment of the dialogue. On a machine short of CPU it
 * falls behind the wall clock, which is no fault of what records it.
 *
 * @param samples in order, none before the dialogue began
 */
record SpeechClock(List<Sample> samples) {
  record Sample(double epochMillis, double positionMillis) {}

  /**
   * The wall clock, milliseconds since the epoch, when this moment of the dialogue was played.
   *
   * @throws IllegalStateException if it never came
   */
  double epochMillisOf(double positionMillis) {
    return samples.stream()
        .filter(sample -> sample.positionMillis() >= positionMillis)
        .mapToDouble(sample -> sample.epochMillis() - sample.positionMillis() + positionMillis)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(positionMillis + " ms was never played"));
  }
}
