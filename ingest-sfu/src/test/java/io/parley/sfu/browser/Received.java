package io.parley.sfu.browser;

import java.util.List;

/**
 * What a browser counted so far of the camera and microphone of somebody called anna, by its names
 * in webrtc-stats.
 *
 * @param spared packets of sound not played: with redundancy, frames that had come already
 */
record Received(
    double frames,
    double freezes,
    double frozenSeconds,
    double nacks,
    double samples,
    double concealed,
    double spared) {

  static Received by(BrowserClient client) {
    List<?> all =
        (List<?>)
            client.eval(
                """
                async () => {
                  const video = await client.inbound('anna', 'camera');
                  const audio = await client.inbound('anna', 'microphone');
                  return [video.framesDecoded, video.freezeCount, video.totalFreezesDuration,
                    video.nackCount, audio.totalSamplesReceived, audio.concealedSamples,
                    audio.packetsDiscarded]
                    .map((one) => one ?? 0);
                }
                """);
    double[] numbers = all.stream().mapToDouble(one -> ((Number) one).doubleValue()).toArray();
    return new Received(
        numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);
  }

  /** The part of the sound that was made up, 0–1. */
  double concealedSince(Received before) {
    return (concealed - before.concealed) / Math.max(1, samples - before.samples);
  }
}
