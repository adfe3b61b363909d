package io.parley.transcription;

/**
 * How long an Opus packet lasts, read from its first bytes (RFC 6716 §3.1 and §3.2).
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * | config  |s| c |
 * +-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class OpusDuration {
  /** Nothing longer is a valid packet. */
  public static final int MAX_SAMPLES = 5_760;

  private static final int[] SILK = {480, 960, 1920, 2880};
  private static final int[] HYBRID = {480, 960};
  private static final int[] CELT = {120, 240, 480, 960};

  private OpusDuration() {}

  /**
   * Samples a channel at 48 kHz.
   *
   * @return 120–5,760; or -1 if the packet is empty or malformed
   */
  public static int samples(byte[] packet) {
    if (packet.length == 0) {
      return -1;
    }
    int toc = packet[0] & 0xFF;
    int config = toc >> 3;
    int frame;
    if (config < 12) {
      frame = SILK[config & 3];
    } else if (config < 16) {
      frame = HYBRID[config & 1];
    } else {
      frame = CELT[config & 3];
    }
    int frames =
        switch (toc & 3) {
          case 0 -> 1;
          case 1, 2 -> 2;
          default -> packet.length < 2 ? 0 : packet[1] & 0x3F;
        };
    int samples = frames * frame;
    return samples == 0 || samples > MAX_SAMPLES ? -1 : samples;
  }
}
