package io.parley.sfu.forward;

/**
 * A bit rate for publishers without transport-wide feedback, from loss alone (after
 * draft-ietf-rmcat-gcc-02 §6): up by 8 % a second while little is lost, down in proportion when
 * much is, never far above what really comes.
 */
final class LossBasedEstimate {
  static final long START_BPS = 1_000_000;
  static final long MIN_BPS = 100_000;
  static final long MAX_BPS = 10_000_000;

  private static final double LITTLE = 0.02;
  private static final double MUCH = 0.10;

  private long bitsPerSecond = START_BPS;
  private long bytesBefore;

  /**
   * @param bytes received since the start
   * @param fractionLost of the worst stream since the last call, in 256ths
   * @return the new estimate
   */
  long update(long bytes, long elapsedMicros, int fractionLost) {
    long received = (bytes - bytesBefore) * 8 * 1_000_000L / Math.max(1, elapsedMicros);
    bytesBefore = bytes;
    double loss = fractionLost / 256.0;
    if (loss < LITTLE) {
      long ceiling = Math.max(bitsPerSecond, 3 * received / 2 + START_BPS);
      bitsPerSecond = Math.min(ceiling, bitsPerSecond * 108 / 100);
    } else if (loss > MUCH) {
      bitsPerSecond = (long) (bitsPerSecond * (1 - loss / 2));
    }
    bitsPerSecond = Math.max(MIN_BPS, Math.min(MAX_BPS, bitsPerSecond));
    return bitsPerSecond;
  }
}
