package io.parley.sfu.room;

/** What became of one stream from one measurement to the next. On the meeting's loop. */
final class StreamMeter {
  private final QualityLoss loss = new QualityLoss();
  private long deliveredBefore;
  private long missingBefore;
  private long frozenBefore;
  private double fractionLost;
  private double delayMillis = -1;

  /**
   * Measures a period. Counts are since the stream's start.
   *
   * @param delivered packets that came, or were sent
   * @param missing packets that never came, after repair
   * @param frozenMicros of the picture
   * @param delayMillis one way, estimated; below 0 if unknown
   */
  void measure(
      long delivered, long missing, long frozenMicros, double delayMillis, long periodMicros) {
    long came = Math.max(0, delivered - deliveredBefore);
    long lost = Math.max(0, missing - missingBefore);
    long frozen = Math.max(0, frozenMicros - frozenBefore);
    deliveredBefore = delivered;
    missingBefore = missing;
    frozenBefore = frozenMicros;
    this.delayMillis = delayMillis;
    if (came + lost == 0) {
      // A stream that is paused is neither good nor bad.
      fractionLost = 0;
      return;
    }
    fractionLost = (double) lost / (came + lost);
    double share = Math.min(1.0, (double) frozen / Math.max(1, periodMicros));
    loss.sample(delayMillis, fractionLost + share);
  }

  /** 0–1, after repair, over the last period. */
  double fractionLost() {
    return fractionLost;
  }

  /** One way, estimated; below 0 if unknown. */
  double delayMillis() {
    return delayMillis;
  }

  QualityLoss loss() {
    return loss;
  }
}
