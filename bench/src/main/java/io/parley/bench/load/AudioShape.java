package io.parley.bench.load;

/**
 * A microphone: Opus in packets of 20 ms.
 *
 * @param payloadBytes mean; each packet differs
 * @param speaking false for somebody who is silent, with DTX: one packet in 400 ms
 */
public record AudioShape(int payloadBytes, boolean speaking) {
  public AudioShape {
    if (payloadBytes < 20 || payloadBytes > 400) {
      throw new IllegalArgumentException("Opus of 20 ms has 20 to 400 bytes: " + payloadBytes);
    }
  }
}
