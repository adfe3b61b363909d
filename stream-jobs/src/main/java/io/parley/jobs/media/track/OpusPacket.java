package io.parley.jobs.media.track;

/** What the first bytes of an Opus packet tell (RFC 6716 §3.1). */
public final class OpusPacket {
  /** Longest packet allowed: 120 ms. */
  public static final int MAX_SAMPLES = 5_760;

  private static final int[] SILK_SAMPLES = {480, 960, 1_920, 2_880};

  private OpusPacket() {}

  /** Length in samples at 48 kHz; 0 if the packet is empty or says more than 120 ms. */
  public static int samples(byte[] packet) {
    if (packet.length == 0) {
      return 0;
    }
    int configuration = packet[0] >> 3 & 0x1f;
    int frame;
    if (configuration < 12) {
      frame = SILK_SAMPLES[configuration & 3];
    } else if (configuration < 16) {
      frame = (configuration & 1) == 0 ? 480 : 960;
    } else {
      frame = 120 << (configuration & 3);
    }
    int count =
        switch (packet[0] & 3) {
          case 0 -> 1;
          case 1, 2 -> 2;
          default -> packet.length > 1 ? packet[1] & 0x3f : 0;
        };
    int samples = frame * count;
    return samples > MAX_SAMPLES ? 0 : samples;
  }
}
