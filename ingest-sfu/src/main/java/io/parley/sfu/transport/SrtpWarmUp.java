package io.parley.sfu.transport;

import java.util.Arrays;

/**
 * Runs protection of both profiles for a moment before the first packet is due: a cold Java takes
 * ten times as long for a packet, and full socket buffers lose some. Ends early on a slow machine.
 */
final class SrtpWarmUp {
  private static final int PACKETS = 3_000;
  private static final long MAX_NANOS = 500_000_000;
  private static final int LENGTH = 1_100;
  private static final int HEADER_LENGTH = 12;

  private static boolean done;

  private SrtpWarmUp() {}

  /** Once for a process. */
  static synchronized void run() {
    if (done) {
      return;
    }
    done = true;
    for (SrtpProfile profile : SrtpProfile.values()) {
      long start = System.nanoTime();
      byte[] material = new byte[SrtpKeys.exportedLength(profile)];
      SrtpSession here = new SrtpSession(SrtpKeys.of(profile, material, true));
      SrtpSession there = new SrtpSession(SrtpKeys.of(profile, material, false));
      byte[] packet = new byte[LENGTH + WebRtcTransport.TAIL_ROOM];
      for (int sequence = 0;
          sequence < PACKETS && System.nanoTime() - start < MAX_NANOS;
          sequence++) {
        Arrays.fill(packet, (byte) 0);
        packet[0] = (byte) 0x80;
        packet[2] = (byte) (sequence >> 8);
        packet[3] = (byte) sequence;
        int length = here.protectRtp(packet, 0, LENGTH);
        if (there.unprotectRtp(packet, 0, length, HEADER_LENGTH) != LENGTH) {
          throw new IllegalStateException("ciphers of " + profile + " do not work here");
        }
      }
    }
  }
}
