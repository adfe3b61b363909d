package io.parley.sfu.track;

/**
 * One receiver of a track: a subscriber, or the recording. Called on the meeting's loop; must not
 * block and must not change what it is given, since all receivers share it.
 */
public interface DownTrack {

  /** A packet of the track, once, after repair; not always in order. */
  void packet(UpPacket packet);

  /** A sender report of the track (RFC 3550 §6.4.1). */
  void senderReport(UpReport report);

  /**
   * Which simulcast layers it takes or waits for, as bits from the lowest layer up; 0 for none.
   * Layers nobody takes need not be sent.
   *
   * @param layers how many the track has
   */
  default int layersTaken(int layers) {
    return (1 << layers) - 1;
  }

  /** The track ended. Nothing follows. */
  void ended();
}
